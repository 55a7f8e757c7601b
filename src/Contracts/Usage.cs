namespace Platform.Contracts;

/// <summary>Usage's <c>GET /accounts/{id}/balance</c>.</summary>
/// <param name="Credit">What the account owns, holds included.</param>
/// <param name="Held">The part set aside for requests in flight.</param>
public sealed record BalanceView(Money Credit, Money Held)
{
    public Money Available => Credit - Held;
}

/// <summary>A credit pack on sale: <paramref name="Price"/> is paid, <paramref name="Credit"/> is received.</summary>
public sealed record PackView(string Id, string Name, Money Price, Money Credit);

/// <summary>
/// Usage's <c>POST /accounts/{id}/purchases</c>: 201 the first time, 200 with the same answer for the same
/// <paramref name="PaymentId"/> again, 409 when that payment had other contents.
/// </summary>
public sealed record PurchaseRequest(string PaymentId, string PackId);

public sealed record PurchaseView(string PaymentId, string PackId, Money Price, Money Credit, DateTimeOffset CreatedAt);

/// <summary>One attempt of one request as its owner sees it, newest first in <c>GET /accounts/{id}/usage</c>.</summary>
/// <param name="StartedAt">When the request arrived.</param>
/// <param name="DurationMs">From the start of the attempt.</param>
/// <param name="FirstByteMs">From the start of the attempt to the first byte that went to the client; null when there was none.</param>
public sealed record UsageRecord(
    string RequestId, int Attempt, string KeyId, string Endpoint, string Model, string Upstream, bool Streamed,
    DateTimeOffset StartedAt, long DurationMs, long? FirstByteMs, int? StatusCode, Outcome Outcome, string? ErrorCode,
    TokenUsage Usage, UsageSource Source, Price Price, Money Hold, Money Charge, string? Client, string? TraceId);

/// <param name="NextCursor">Pass it as <c>cursor</c> for the page after this; null on the last.</param>
public sealed record UsagePage(IReadOnlyList<UsageRecord> Records, string? NextCursor);

/// <summary>
/// Usage's <c>GET /accounts/{id}/usage/hourly?from&amp;to&amp;model&amp;key</c>, oldest first: what began in one hour, added up for a model, key and
/// outcome. <c>from</c> and <c>to</c> are full hours at most 31 days apart; <c>to</c> is the first that is not told. Always exact: it is
/// written with the records.
/// </summary>
/// <param name="Hour">Its first moment, UTC.</param>
/// <param name="Requests">Each attempt counts, as in the log.</param>
public sealed record UsageHour(DateTimeOffset Hour, string Model, string KeyId, Outcome Outcome, long Requests, TokenUsage Usage, Money Charge);

/// <summary>What was spent against a key's budget so far, charges and holds in flight apart.</summary>
public sealed record BudgetView(string BudgetId, Money Spent, Money Held);
