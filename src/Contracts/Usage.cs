namespace Platform.Contracts;

/// <summary>GET <see cref="UsageRoutes.Balance"/>.</summary>
/// <param name="Credit">The account's credit, holds included.</param>
/// <param name="Held">The part held for requests in flight.</param>
public sealed record BalanceView(Money Credit, Money Held)
{
    public Money Available => Credit - Held;
}

/// <summary>A credit pack on sale: <paramref name="Price"/> is paid, <paramref name="Credit"/> is received.</summary>
public sealed record PackView(string Id, string Name, Money Price, Money Credit);

/// <summary>
/// POST <see cref="UsageRoutes.Purchases"/>: 201 the first time, 200 with the same answer for the same
/// <paramref name="PaymentId"/> again, 409 when that payment id has other contents.
/// </summary>
public sealed record PurchaseRequest(string PaymentId, string PackId);

public sealed record PurchaseView(string PaymentId, string PackId, Money Price, Money Credit, DateTimeOffset CreatedAt);

/// <summary>One attempt of one request as its owner sees it; GET <see cref="UsageRoutes.Records"/> lists them newest first.</summary>
/// <param name="StartedAt">When the request arrived.</param>
/// <param name="DurationMs">From the start of the attempt.</param>
/// <param name="FirstByteMs">From the start of the attempt to the first byte that went to the client; null when there was none.</param>
/// <param name="Doubt">Why the provider's count was not believed; null where it was, or where there was none.</param>
/// <param name="WrittenOff">The part of the cost that was not charged, because neither the hold nor free credit could pay it.</param>
/// <param name="Tools">The calls of hosted tools; null where there were none.</param>
/// <param name="SessionId">Of the <see cref="UsageSession"/> that it is a part of; null where it is of none.</param>
/// <param name="StartMs">From the request's arrival to the start of the attempt; null where it is not known.</param>
/// <param name="AskedModel">The model that the caller asked for, where this is a fallback of it; null where it is not.</param>
public sealed record UsageRecord(
    string RequestId,
    int Attempt,
    string KeyId,
    string Endpoint,
    string Model,
    string Upstream,
    bool Streamed,
    DateTimeOffset StartedAt,
    long DurationMs,
    long? FirstByteMs,
    int? StatusCode,
    Outcome Outcome,
    string? ErrorCode,
    TokenUsage Usage,
    UsageSource Source,
    Price Price,
    Money Hold,
    Money Charge,
    string? Client,
    string? TraceId,
    UsageDoubt? Doubt = null,
    Money WrittenOff = default,
    IReadOnlyList<ToolCalls>? Tools = null,
    string? SessionId = null,
    long? StartMs = null,
    string? AskedModel = null
);

/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
public sealed record UsagePage(IReadOnlyList<UsageRecord> Records, string? NextCursor);

/// <summary>
/// GET <see cref="UsageRoutes.Hours"/><c>?from&amp;to&amp;model&amp;key</c>, oldest first: the requests that started in one hour, summed by
/// model, key and outcome. <c>from</c> and <c>to</c> are full hours at most 31 days apart; <c>to</c> is exclusive. The sums are written in
/// the same transaction as the records, so they are always exact.
/// </summary>
/// <param name="Hour">The start of the hour, UTC.</param>
/// <param name="Requests">Attempts, as in the log.</param>
public sealed record UsageHour(
    DateTimeOffset Hour,
    string Model,
    string KeyId,
    Outcome Outcome,
    long Requests,
    TokenUsage Usage,
    Money Charge
);

/// <summary>
/// GET <see cref="UsageRoutes.Days"/><c>?from&amp;to&amp;model&amp;key&amp;outcome&amp;by</c>, oldest first: the requests that started on one
/// day (UTC), summed by outcome and, where <c>by</c> is <c>model</c> or <c>key</c>, by that. <c>from</c> and <c>to</c> are days, <c>to</c> is exclusive; without them there is no limit.
/// </summary>
/// <param name="Requests">Attempts, as in the log.</param>
/// <param name="Group">The model or the id of the key; null where <c>by</c> names neither.</param>
/// <param name="FirstTokens">How many answers began.</param>
/// <param name="FirstTokenMs">The times to their first bytes together.</param>
public sealed record UsageDay(
    DateOnly Day,
    Outcome Outcome,
    long Requests,
    TokenUsage Usage,
    Money Charge,
    string? Group = null,
    long FirstTokens = 0,
    long FirstTokenMs = 0
);

/// <summary>
/// GET <see cref="UsageRoutes.Sessions"/><c>?cursor&amp;limit</c>, the latest first; one alone at <see cref="UsageRoutes.Session"/>: the
/// requests of one session of an agent, summed. They are written in the same transaction as the records, so they are always exact.
/// </summary>
/// <param name="Client">The User-Agent of its first request.</param>
/// <param name="KeyId">The key of its first request.</param>
/// <param name="Requests">Attempts, as in the log.</param>
public sealed record UsageSession(
    string Id,
    DateTimeOffset StartedAt,
    DateTimeOffset LastAt,
    string KeyId,
    string? Client,
    string Model,
    long Requests,
    TokenUsage Usage,
    Money Charge
);

/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
public sealed record UsageSessionPage(IReadOnlyList<UsageSession> Sessions, string? NextCursor);

/// <summary>GET <see cref="UsageRoutes.Budgets"/>: the charges against a key's budget so far, and the holds in flight.</summary>
/// <param name="Periods">What of it was spent today, in this week and in this month.</param>
public sealed record BudgetView(string BudgetId, Money Spent, Money Held, PeriodSpending? Periods = null);
