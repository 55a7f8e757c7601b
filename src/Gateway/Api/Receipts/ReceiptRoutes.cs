using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;

namespace Platform.Gateway.Api.Receipts;

/// <summary>
/// What the holder of a key may read about its account: what a request cost and why, and how much credit is left. These endpoints need no
/// credit.
/// </summary>
internal static class ReceiptRoutes
{
    public static void MapReceipts(this WebApplication app)
    {
        app.MapGet("/v1/receipts/{requestId}", GetReceipt);
        app.MapGet("/v1/credits", GetCredits);
        app.MapGet("/v1/key", GetKey);
    }

    private static Task GetReceipt(
        HttpContext http,
        string requestId,
        KeyAuthentication keys,
        RefusalLimit refusals,
        UsageReportsClient usage,
        ErrorWriter errors
    ) =>
        AnswerAsync(
            http,
            keys,
            refusals,
            errors,
            async key =>
            {
                var attempts = await usage.ReceiptAsync(key.AccountId, requestId, http.RequestAborted);
                if (attempts.Count > 0)
                    return Receipt.From(attempts);
                return await usage.RefusedAsync(key.AccountId, requestId, http.RequestAborted) is { } refused
                    ? Receipt.From(refused)
                    : null;
            },
            () => ApiErrors.ReceiptNotFound(requestId)
        );

    private static Task GetCredits(
        HttpContext http,
        KeyAuthentication keys,
        RefusalLimit refusals,
        UsageReportsClient usage,
        ErrorWriter errors
    ) =>
        AnswerAsync(
            http,
            keys,
            refusals,
            errors,
            async key =>
            {
                var balance = await usage.BalanceAsync(key.AccountId, http.RequestAborted);
                var spent = (await usage.BudgetsAsync(key.AccountId, http.RequestAborted)).Aggregate(
                    Money.Zero,
                    (sum, budget) => sum + budget.Spent
                );
                return new
                {
                    data = new
                    {
                        total_credits = (balance.Credit + spent).Usd,
                        total_usage = spent.Usd,
                        held = balance.Held.Usd,
                        available = balance.Available.Usd,
                    },
                };
            }
        );

    private static Task GetKey(
        HttpContext http,
        KeyAuthentication keys,
        RefusalLimit refusals,
        LimitsInForce limits,
        UsageReportsClient usage,
        TimeProvider time,
        ErrorWriter errors
    ) =>
        AnswerAsync(
            http,
            keys,
            refusals,
            errors,
            async key =>
            {
                var today = SpendPeriods.DayOf(time.GetUtcNow());
                var budget = (await usage.BudgetsAsync(key.AccountId, http.RequestAborted)).FirstOrDefault(budget =>
                    budget.BudgetId == key.BudgetId
                );
                var (spent, periods) = (budget?.Spent ?? Money.Zero, budget?.Periods ?? PeriodSpending.None);
                return new
                {
                    data = new
                    {
                        label = key.Name,
                        id = key.Id,
                        usage = spent.Usd,
                        usage_daily = periods.Day.Usd,
                        usage_weekly = periods.Week.Usd,
                        usage_monthly = periods.Month.Usd,
                        limit = key.SpendLimit?.Usd,
                        limit_remaining = key.SpendLimit is { } limit ? Math.Max(0, (limit - spent).Usd) : (decimal?)null,
                        period_limit = key.PeriodLimit is { } each ? PeriodOf(each, periods.In(each.Period), today) : null,
                        rate_limit = RateOf(limits.OfKey(key.RateLimits)),
                        account_rate_limit = RateOf(limits.OfAccount(key.AccountLimits)),
                        expires_at = key.EndsAt,
                        models = key.Models,
                    },
                };
            }
        );

    /// <summary>A null is no limit.</summary>
    private static object RateOf(RateLimits limits) =>
        new
        {
            requests = limits.RequestsPerMinute,
            tokens = limits.TokensPerMinute,
            interval = "1m",
            concurrent_requests = limits.ConcurrentRequests,
        };

    private static object PeriodOf(PeriodLimit limit, Money spent, DateOnly today) =>
        new
        {
            period = limit.Period.ToString().ToLowerInvariant(),
            limit = limit.Amount.Usd,
            usage = spent.Usd,
            limit_remaining = Math.Max(0, (limit.Amount - spent).Usd),
            resets_at = new DateTimeOffset(limit.Period.Next(today), TimeOnly.MinValue, TimeSpan.Zero),
        };

    /// <summary>
    /// Identifies the key, then answers with what <paramref name="find"/> returns, or with <paramref name="missing"/> where that is null. A
    /// key that asks too often for what is missing is asked to wait.
    /// </summary>
    private static async Task AnswerAsync(
        HttpContext http,
        KeyAuthentication keys,
        RefusalLimit refusals,
        ErrorWriter errors,
        Func<KeyFacts, Task<object?>> find,
        Func<ApiError>? missing = null
    )
    {
        if (!(await keys.IdentifyAsync(http)).Found(out var key, out var error) || (error = refusals.Check(key.Id)?.Error) is not null)
        {
            await errors.WriteAsync(http, error);
            return;
        }

        try
        {
            if (await find(key) is { } found)
                await http.Response.WriteAsJsonAsync(found, http.RequestAborted);
            else
                await errors.WriteAsync(http, refusals.Noted(key.Id, missing!()));
        }
        catch (UsageReportsUnavailableException)
        {
            await errors.WriteAsync(http, ApiErrors.StoreUnavailable("The usage service"));
        }
    }
}
