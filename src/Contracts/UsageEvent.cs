using System.Text.Json.Serialization;

namespace Platform.Contracts;

[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>The whole answer was delivered.</summary>
    Completed,

    /// <summary>No token was generated for the client, be it an error or an empty answer: charged zero.</summary>
    Failed,

    /// <summary>The client disconnected; charged for what was produced until then.</summary>
    Disconnected,

    /// <summary>The upstream broke off after tokens were delivered; charged for those.</summary>
    Interrupted,

    /// <summary>The hold expired before it was settled; charged zero unless a late settlement arrives.</summary>
    Abandoned,
}

[JsonConverter(typeof(JsonStringEnumConverter<UsageSource>))]
public enum UsageSource
{
    /// <summary>Nothing was generated, so there is nothing to count.</summary>
    None,

    /// <summary>The upstream reported the counts.</summary>
    Upstream,

    /// <summary>
    /// The upstream reported no counts, or counts that are not believed (see <see cref="UsageDoubt"/>); the gateway counted the bytes that
    /// it forwarded.
    /// </summary>
    Counted,
}

/// <summary>Why an upstream's count of tokens is not believed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UsageDoubt>))]
public enum UsageDoubt
{
    /// <summary>A count is not a whole number of 0 or more.</summary>
    Malformed,

    /// <summary>The counts contradict each other, or what was delivered.</summary>
    Contradictory,

    /// <summary>A count is larger than the request or the answer can have.</summary>
    Implausible,
}

/// <summary>One call to one upstream on behalf of a request, priced. Attempt numbers start at 1.</summary>
/// <param name="StatusCode">The status of the upstream's answer; null when there was none.</param>
/// <param name="ErrorCode">The code of the error table when the attempt was not completed.</param>
/// <param name="DurationMs">From the start of the attempt.</param>
/// <param name="FirstByteMs">From the start of the attempt to the first byte of its answer that went to the client; null when there was
/// none.</param>
/// <param name="Doubt">Why the upstream's count was not believed; null where it was, or where there was none.</param>
/// <param name="Tools">The calls of hosted tools; null where there were none.</param>
/// <param name="StartMs">From the request's arrival to the start of the attempt; null where an older gateway did not say.</param>
/// <param name="Model">The model that was asked, where the request names fallbacks; null is that of the event.</param>
/// <param name="Credential">The name of the operator's credential, for operators only; null where an older gateway did not say.</param>
/// <param name="WrittenOff">The part of the cost that exceeds what the hold and the free credit could pay. The operator bears it.</param>
public sealed record Attempt(
    int Number,
    string Upstream,
    string UpstreamModel,
    int? StatusCode,
    Outcome Outcome,
    string? ErrorCode,
    TokenUsage Usage,
    UsageSource Source,
    Price Price,
    Money Charge,
    long DurationMs,
    long? FirstByteMs = null,
    UsageDoubt? Doubt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Money WrittenOff = default,
    IReadOnlyList<ToolCalls>? Tools = null,
    long? StartMs = null,
    string? Model = null,
    string? Credential = null
)
{
    /// <summary>Tokens and calls times their prices. An attempt that sent the client no token is free all the same.</summary>
    /// <exception cref="OverflowException">It does not fit a <see cref="Money"/>.</exception>
    public Money Cost() => Price.Cost(Usage) + ToolCalls.Cost(Tools);
}

/// <summary>
/// The facts of a settled request. The settlement script emits the event in the step that charges the till, and Usage posts it to the
/// ledger once per (request id, attempt). <see cref="Charge"/> is the sum of its attempts' charges.
/// </summary>
/// <param name="FirstByteMs">From the request's arrival to the first byte of its answer; null when there was none.</param>
/// <param name="Client">The caller's User-Agent, at most 200 characters.</param>
/// <param name="TraceId">The W3C trace id under which operators find the request.</param>
/// <param name="TraceParent">
/// The request's span in the form of the W3C header <c>traceparent</c>, so that posting appears in its trace; null without tracing.
/// </param>
/// <param name="SpendLimit">Of the budget, when the request arrived; null for none. No charge exceeds it.</param>
/// <param name="PeriodLimit">The same for each day, week or month.</param>
/// <param name="PlacedAt">
/// When its hold was placed, by Redis's clock: the day, week and month in which the charge counts. Null in an event of an older gateway
/// and in that of an abandoned hold: then <paramref name="StartedAt"/> counts.
/// </param>
/// <param name="Model">That of the last attempt: the one that answered.</param>
/// <param name="AskedModel">The model that the caller asked for, where another answered; null where it is the same.</param>
/// <param name="SessionId">
/// Names the session of an agent that the request is a part of, as the account's own: a keyed hash of what the caller sent; null where it
/// sent none.
/// </param>
public sealed record UsageEvent(
    string RequestId,
    Guid AccountId,
    string KeyId,
    string BudgetId,
    string Endpoint,
    string Model,
    bool Streamed,
    DateTimeOffset StartedAt,
    long DurationMs,
    long? FirstByteMs,
    string? Client,
    string? TraceId,
    Money Hold,
    IReadOnlyList<Attempt> Attempts,
    string? TraceParent = null,
    Money? SpendLimit = null,
    PeriodLimit? PeriodLimit = null,
    DateTimeOffset? PlacedAt = null,
    string? SessionId = null,
    string? AskedModel = null
)
{
    /// <summary>The time by which it counts in a day, a week and a month.</summary>
    [JsonIgnore]
    public DateTimeOffset CountsAt => PlacedAt ?? StartedAt;

    [JsonIgnore]
    public Money Charge => Attempts.Aggregate(Money.Zero, (sum, attempt) => sum + attempt.Charge);

    /// <summary>Those of all attempts, input and output, by which limits of tokens count.</summary>
    [JsonIgnore]
    public long Tokens => Attempts.Sum(static attempt => attempt.Usage.Input + attempt.Usage.Output);

    /// <summary>An upstream read the prompt and was paid for it, and the client is charged nothing because no token came.</summary>
    [JsonIgnore]
    public bool IsEmptyAnswer =>
        Charge == Money.Zero
        && Attempts.Any(static attempt => attempt is { StatusCode: >= 200 and < 300, ErrorCode: "empty_answer" or "client_disconnected" });

    /// <summary>The same event with a charge of at most <paramref name="most"/>; the rest is written off, from the last attempt on.</summary>
    public UsageEvent ChargedAtMost(Money most)
    {
        var (attempts, excess) = (Attempts.ToArray(), Charge - most);
        for (var i = attempts.Length - 1; i >= 0 && excess > Money.Zero; i--)
        {
            var cut = attempts[i].Charge < excess ? attempts[i].Charge : excess;
            attempts[i] = attempts[i] with { Charge = attempts[i].Charge - cut, WrittenOff = attempts[i].WrittenOff + cut };
            excess -= cut;
        }

        return this with
        {
            Attempts = attempts,
        };
    }
}

/// <summary>Serialisers of what the gateway writes on the hot path, generated at build time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageEvent))]
[JsonSerializable(typeof(KeyFacts))]
[JsonSerializable(typeof(VerifyKeyRequest))]
[JsonSerializable(typeof(Catalogue))]
public sealed partial class ContractsJson : JsonSerializerContext;
