using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>Money and usage of an account.</summary>
public sealed class UsageClient(HttpClient http)
{
    private readonly ServiceCalls calls = new(http, "usage");

    public Task<IReadOnlyList<PackView>> PacksAsync(CancellationToken cancellationToken) =>
        ListAsync<PackView>("packs", cancellationToken);

    public async Task<BalanceView> BalanceAsync(Guid account, CancellationToken cancellationToken) =>
        (await calls.GetAsync<BalanceView>(Path(account, "balance"), null, cancellationToken)).Expect();

    public Task<IReadOnlyList<PurchaseView>> PurchasesAsync(Guid account, CancellationToken cancellationToken) =>
        ListAsync<PurchaseView>(Path(account, "purchases"), cancellationToken);

    public Task<Result<UsagePage>> RecordsAsync(Guid account, UsageQuery query, CancellationToken cancellationToken) =>
        calls.GetAsync<UsagePage>(Path(account, "usage") + query, null, cancellationToken);

    /// <summary>The hours of whole days (UTC), before <paramref name="to"/>; at most 31 days.</summary>
    public Task<IReadOnlyList<UsageHour>> HoursAsync(Guid account, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ListAsync<UsageHour>(Path(account, $"usage/hourly?from={from:yyyy-MM-dd}T00:00:00Z&to={to:yyyy-MM-dd}T00:00:00Z"), cancellationToken);

    /// <summary>All attempts of one request; refused when the account has no such request.</summary>
    public async Task<Result<UsageRecord[]>> RequestAsync(Guid account, string requestId, CancellationToken cancellationToken) =>
        await calls.GetAsync<UsageRecord[]>(Path(account, "usage/" + Uri.EscapeDataString(requestId)), null, cancellationToken);

    public Task<IReadOnlyList<BudgetView>> BudgetsAsync(Guid account, CancellationToken cancellationToken) =>
        ListAsync<BudgetView>(Path(account, "budgets"), cancellationToken);

    private async Task<IReadOnlyList<T>> ListAsync<T>(string path, CancellationToken cancellationToken) =>
        (await calls.GetAsync<T[]>(path, null, cancellationToken)).Expect();

    private static string Path(Guid account, string rest) => $"accounts/{account}/{rest}";
}
