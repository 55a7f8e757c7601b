using System.Net;
using Platform.Contracts;

namespace Platform.Gateway.Api.Receipts;

/// <summary>Usage did not answer.</summary>
internal sealed class UsageReportsUnavailableException(Exception inner) : Exception("Usage does not answer", inner);

/// <summary>The reports of Usage that the gateway passes on. Never called on a request's path to an upstream.</summary>
internal sealed class UsageReportsClient(HttpClient http)
{
    /// <summary>The attempts of one request, in order; empty when this account has no such request, or it is not posted yet.</summary>
    /// <exception cref="UsageReportsUnavailableException">There was no answer.</exception>
    public async Task<IReadOnlyList<UsageRecord>> ReceiptAsync(Guid account, string requestId, CancellationToken cancellationToken) =>
        [
            .. (await GetAsync<UsageRecord[]>(UsageRoutes.For(UsageRoutes.Request, account, requestId), cancellationToken) ?? []).OrderBy(
                record => record.Attempt
            ),
        ];

    /// <summary>A request of this account that no upstream was asked for; null where there is none, or it is no longer kept.</summary>
    /// <exception cref="UsageReportsUnavailableException">There was no answer.</exception>
    public Task<RefusedRequest?> RefusedAsync(Guid account, string requestId, CancellationToken cancellationToken) =>
        GetAsync<RefusedRequest>(UsageRoutes.For(UsageRoutes.RefusedRequest, account, requestId), cancellationToken);

    /// <exception cref="UsageReportsUnavailableException">There was no answer.</exception>
    public async Task<BalanceView> BalanceAsync(Guid account, CancellationToken cancellationToken) =>
        await GetAsync<BalanceView>(UsageRoutes.For(UsageRoutes.Balance, account), cancellationToken)
        ?? new BalanceView(Money.Zero, Money.Zero);

    /// <summary>What each key's budget has spent; a budget that never spent is not among them.</summary>
    /// <exception cref="UsageReportsUnavailableException">There was no answer.</exception>
    public async Task<IReadOnlyList<BudgetView>> BudgetsAsync(Guid account, CancellationToken cancellationToken) =>
        await GetAsync<BudgetView[]>(UsageRoutes.For(UsageRoutes.Budgets, account), cancellationToken) ?? [];

    /// <summary>Null for a 404.</summary>
    private async Task<T?> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await http.GetAsync(path, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(cancellationToken);
        }
        catch (Exception e)
            when (e is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException
                && !cancellationToken.IsCancellationRequested
            )
        {
            throw new UsageReportsUnavailableException(e);
        }
    }
}
