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

    /// <summary>The upstream reported none; the gateway counted the bytes that it forwarded.</summary>
    Counted,
}

/// <summary>One call to one upstream on behalf of a request, priced. Attempt numbers start at 1.</summary>
/// <param name="StatusCode">The status of the upstream's answer; null when there was none.</param>
/// <param name="ErrorCode">The code of the error table when the attempt was not completed.</param>
/// <param name="DurationMs">From the start of the attempt.</param>
/// <param name="FirstByteMs">From the start of the attempt to the first byte of its answer that went to the client; null when there was
/// none.</param>
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
    long? FirstByteMs = null
);

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
    string? TraceParent = null
)
{
    [JsonIgnore]
    public Money Charge => Attempts.Aggregate(Money.Zero, (sum, attempt) => sum + attempt.Charge);
}

/// <summary>Serialisers of what the gateway writes on the hot path, generated at build time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageEvent))]
[JsonSerializable(typeof(KeyFacts))]
[JsonSerializable(typeof(VerifyKeyRequest))]
[JsonSerializable(typeof(Catalogue))]
public sealed partial class ContractsJson : JsonSerializerContext;
