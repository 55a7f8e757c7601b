using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>Money and usage of an account.</summary>
public sealed class UsageClient(HttpClient http)
{
    private readonly ServiceCalls calls = new(http, "usage");

    public Task<IReadOnlyList<PackView>> PacksAsync(CancellationToken cancellationToken) =>
        ListAsync<PackView>(UsageRoutes.Packs, cancellationToken);

    /// <summary>How models and routes did, for everybody to read.</summary>
    public async Task<Measured> MeasuredAsync(CancellationToken cancellationToken) =>
        (await calls.GetAsync<Measured>(UsageRoutes.Measured, null, cancellationToken)).Expect();

    public async Task<BalanceView> BalanceAsync(Guid account, CancellationToken cancellationToken) =>
        (await calls.GetAsync<BalanceView>(UsageRoutes.For(UsageRoutes.Balance, account), null, cancellationToken)).Expect();

    /// <param name="cursor">The cursor of the previous page; null for the newest transactions.</param>
    /// <param name="limit">The largest number of transactions.</param>
    public Task<Result<TransactionPage>> TransactionsAsync(Guid account, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryBuilder { { "limit", limit.ToString(CultureInfo.InvariantCulture) } };
        if (!string.IsNullOrEmpty(cursor))
            query.Add("cursor", cursor);
        return calls.GetAsync<TransactionPage>(UsageRoutes.For(UsageRoutes.Transactions, account) + query, null, cancellationToken);
    }

    public Task<Result<UsagePage>> RecordsAsync(Guid account, UsageQuery query, CancellationToken cancellationToken) =>
        calls.GetAsync<UsagePage>(UsageRoutes.For(UsageRoutes.Records, account) + query, null, cancellationToken);

    /// <summary>The requests and those that were refused, newest first.</summary>
    public Task<Result<LogPage>> LogAsync(Guid account, UsageQuery query, CancellationToken cancellationToken) =>
        calls.GetAsync<LogPage>(UsageRoutes.For(UsageRoutes.Log, account) + query, null, cancellationToken);

    /// <summary>The sessions of agents, the latest first.</summary>
    public Task<Result<UsageSessionPage>> SessionsAsync(Guid account, string? cursor, CancellationToken cancellationToken) =>
        calls.GetAsync<UsageSessionPage>(
            UsageRoutes.For(UsageRoutes.Sessions, account) + new UsageQuery(Cursor: cursor),
            null,
            cancellationToken
        );

    /// <summary>Refused when the account has no such session.</summary>
    public Task<Result<UsageSession>> SessionAsync(Guid account, string session, CancellationToken cancellationToken) =>
        calls.GetAsync<UsageSession>(UsageRoutes.For(UsageRoutes.Session, account, session), null, cancellationToken);

    /// <summary>The hours of whole days (UTC), before <paramref name="to"/>; at most 31 days.</summary>
    public Task<IReadOnlyList<UsageHour>> HoursAsync(Guid account, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ListAsync<UsageHour>(
            UsageRoutes.For(UsageRoutes.Hours, account) + $"?from={from:O}T00:00:00Z&to={to:O}T00:00:00Z",
            cancellationToken
        );

    /// <summary>The days of a query, which names whole days; cursor and limit do not count.</summary>
    public async Task<Result<UsageDay[]>> DaysAsync(Guid account, UsageQuery query, CancellationToken cancellationToken) =>
        await calls.GetAsync<UsageDay[]>(
            UsageRoutes.For(UsageRoutes.Days, account) + (query with { Cursor = null }),
            null,
            cancellationToken
        );

    /// <summary>All attempts of one request; refused when the account has no such request.</summary>
    public async Task<Result<UsageRecord[]>> RequestAsync(Guid account, string requestId, CancellationToken cancellationToken) =>
        await calls.GetAsync<UsageRecord[]>(UsageRoutes.For(UsageRoutes.Request, account, requestId), null, cancellationToken);

    public Task<IReadOnlyList<BudgetView>> BudgetsAsync(Guid account, CancellationToken cancellationToken) =>
        ListAsync<BudgetView>(UsageRoutes.For(UsageRoutes.Budgets, account), cancellationToken);

    private async Task<IReadOnlyList<T>> ListAsync<T>(string path, CancellationToken cancellationToken) =>
        (await calls.GetAsync<T[]>(path, null, cancellationToken)).Expect();
}
