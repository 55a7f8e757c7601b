using System.Text.Json.Serialization;

namespace Platform.Contracts;

[JsonConverter(typeof(JsonStringEnumConverter<KeyStatus>))]
public enum KeyStatus
{
    Active,
    Disabled,

    /// <summary>Rotated: it ends or ended at <c>EndsAt</c>, and another key replaces it.</summary>
    Replaced,

    Deleted,
}

/// <summary>
/// POST <see cref="AccountsRoutes.VerifyKey"/>: the <see cref="KeyFacts"/> of the key with this hash, or 404. Marks the key as used.
/// </summary>
/// <param name="Client">The User-Agent of the request for which it is asked.</param>
public sealed record VerifyKeyRequest(string Hash, string? Client = null);

/// <summary>What a gateway needs of a key, without its secret.</summary>
/// <param name="BudgetId">
/// The budget that the spend limit applies to: the id of the first key of a chain of rotations, so that a rotation resets nothing.
/// </param>
/// <param name="EndsAt">The earlier of the expiry and the end of a rotation's grace; null is never.</param>
/// <param name="Models">The only models it may call; null is all.</param>
/// <param name="AccountLimits">Those that the operator gave the account; null is what the gateway allows every account.</param>
public sealed record KeyFacts(
    string Id,
    string BudgetId,
    Guid AccountId,
    string Name,
    KeyStatus Status,
    DateTimeOffset? EndsAt,
    Money? SpendLimit,
    IReadOnlyList<string>? Models,
    PeriodLimit? PeriodLimit = null,
    int? RequestsPerMinute = null,
    long? TokensPerMinute = null,
    int? ConcurrentRequests = null,
    RateLimits? AccountLimits = null
)
{
    /// <summary>The key's own; null where it has none.</summary>
    [JsonIgnore]
    public RateLimits? RateLimits =>
        (RequestsPerMinute, TokensPerMinute, ConcurrentRequests) is (null, null, null)
            ? null
            : new(RequestsPerMinute, TokensPerMinute, ConcurrentRequests);
}

/// <summary>A key as its owner sees it.</summary>
/// <param name="LastClient">What the tool that used it at <paramref name="LastUsedAt"/> says it is; null when it said nothing.</param>
public sealed record KeyView(
    string Id,
    string BudgetId,
    string Name,
    string LastFour,
    KeyStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset? LastUsedAt,
    Money? SpendLimit,
    IReadOnlyList<string>? Models,
    PeriodLimit? PeriodLimit = null,
    int? RequestsPerMinute = null,
    string? LastClient = null,
    long? TokensPerMinute = null,
    int? ConcurrentRequests = null
)
{
    [JsonIgnore]
    public KeyLimits Limits => new(ExpiresAt, SpendLimit, Models, PeriodLimit, RequestsPerMinute, TokensPerMinute, ConcurrentRequests);
}

/// <param name="Name">1 to 100 characters.</param>
/// <param name="ExpiresAt">Null is never; else in the future.</param>
/// <param name="SpendLimit">Null is none; else above zero.</param>
/// <param name="Models">Null is all; else at least one id of the catalogue.</param>
/// <param name="RequestId">Names this request: the same id again makes no second key and is refused. Null is a request of its own.</param>
/// <param name="PeriodLimit">Null is none; else above zero, and at most <see cref="PeriodLimit.Largest"/>.</param>
/// <param name="RequestsPerMinute">Null is what the gateway allows every key; else 1 to 1,000,000.</param>
/// <param name="TokensPerMinute">Of input and output together; null is what the gateway allows every key, else 1 to 1,000,000,000.</param>
/// <param name="ConcurrentRequests">Those that run at once; null is what the gateway allows every key, else 1 to 100,000.</param>
public sealed record CreateKeyRequest(
    string Name,
    [property: JsonConverter(typeof(TimeJsonConverter))] DateTimeOffset? ExpiresAt = null,
    Money? SpendLimit = null,
    IReadOnlyList<string>? Models = null,
    Guid? RequestId = null,
    PeriodLimit? PeriodLimit = null,
    int? RequestsPerMinute = null,
    long? TokensPerMinute = null,
    int? ConcurrentRequests = null
)
{
    [JsonIgnore]
    public KeyLimits Limits => new(ExpiresAt, SpendLimit, Models, PeriodLimit, RequestsPerMinute, TokensPerMinute, ConcurrentRequests);

    /// <summary>A key with all of <paramref name="limits"/>.</summary>
    public static CreateKeyRequest Of(string name, KeyLimits limits, Guid? requestId) =>
        new(
            name,
            limits.ExpiresAt,
            limits.SpendLimit,
            limits.Models,
            requestId,
            limits.PeriodLimit,
            limits.RequestsPerMinute,
            limits.TokensPerMinute,
            limits.ConcurrentRequests
        );
}

/// <summary>The only answer that holds <paramref name="Secret"/>, the whole key.</summary>
public sealed record KeyCreated(string Secret, KeyView Key);

/// <summary>
/// All limits of a key, as in <see cref="CreateKeyRequest"/>. They take the place of those it has, and of those of the keys that it
/// replaced and that still work: all count against one budget.
/// </summary>
public sealed record KeyLimits(
    [property: JsonConverter(typeof(TimeJsonConverter))] DateTimeOffset? ExpiresAt = null,
    Money? SpendLimit = null,
    IReadOnlyList<string>? Models = null,
    PeriodLimit? PeriodLimit = null,
    int? RequestsPerMinute = null,
    long? TokensPerMinute = null,
    int? ConcurrentRequests = null
);

/// <summary>A null leaves its member unchanged.</summary>
public sealed record UpdateKeyRequest(string? Name = null, bool? Enabled = null, KeyLimits? Limits = null);

/// <param name="GraceSeconds">How long the old key still works: 0 (ends at once) to 604,800 (seven days).</param>
/// <param name="RequestId">As in <see cref="CreateKeyRequest"/>.</param>
public sealed record RotateKeyRequest(int GraceSeconds = 0, Guid? RequestId = null);
