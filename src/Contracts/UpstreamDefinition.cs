namespace Platform.Contracts;

/// <summary>An upstream as the catalogue file describes it. What it leaves out comes from the gateway's settings for its name.</summary>
/// <param name="Name">By which routes name it.</param>
/// <param name="BaseUrl">As an OpenAI client takes it; null is the gateway's setting <c>Upstreams:{Name}:BaseUrl</c>.</param>
/// <param name="Credentials">The operator's accounts there; null is one, the gateway's setting <c>Upstreams:{Name}:ApiKey</c>.</param>
/// <param name="Provider">Its name in telemetry (<c>gen_ai.provider.name</c>).</param>
/// <param name="OutputLimitField">The field by which it takes a limit of the output.</param>
/// <param name="AccountField">The member of a body by which it takes an id of the account that asks.</param>
/// <param name="RequestHeaders">Headers of callers that it is sent besides those that every upstream is sent.</param>
/// <param name="Limits">What it allows the operator, over all gateways; null is no limit.</param>
/// <param name="Deadlines">For all its routes; null is the gateway's.</param>
public sealed record UpstreamDefinition(
    string Name,
    string? BaseUrl = null,
    IReadOnlyList<CredentialReference>? Credentials = null,
    string? Provider = null,
    string? OutputLimitField = null,
    string? AccountField = null,
    string? RequestHeaders = null,
    RateLimits? Limits = null,
    Deadlines? Deadlines = null
)
{
    public static IReadOnlyList<string> OutputLimitFields { get; } = ["max_completion_tokens", "max_tokens"];

    public static IReadOnlyList<string> AccountFields { get; } = ["safety_identifier", "user", "metadata.user_id", "none"];
}

/// <summary>A credential at an upstream, by reference: its secret is in the gateway's settings only.</summary>
/// <param name="Name">By which logs, metrics and operators call it; unique within its upstream.</param>
/// <param name="Setting">The name of the gateway's setting that has the secret, such as <c>Secrets:OpenAIMain</c>.</param>
/// <param name="Weight">Its share of the requests among the credentials of its upstream.</param>
public sealed record CredentialReference(string Name, string Setting, int Weight = 1);

/// <summary>Limits of use; null is no limit.</summary>
/// <param name="RequestsPerMinute">As a burst or spread.</param>
/// <param name="TokensPerMinute">Of input and output together.</param>
/// <param name="ConcurrentRequests">Those that run at once.</param>
public sealed record RateLimits(int? RequestsPerMinute = null, long? TokensPerMinute = null, int? ConcurrentRequests = null)
{
    /// <summary>The most that each may be.</summary>
    public const int MaxRequestsPerMinute = 1_000_000,
        MaxTokensPerMinute = 1_000_000_000,
        MaxConcurrentRequests = 100_000;

    public static RateLimits None { get; } = new();

    /// <summary>Of each of the two the lower one.</summary>
    public RateLimits NoMoreThan(RateLimits other) =>
        new(
            Lower(RequestsPerMinute, other.RequestsPerMinute),
            Lower(TokensPerMinute, other.TokensPerMinute),
            Lower(ConcurrentRequests, other.ConcurrentRequests)
        );

    /// <summary>With those of <paramref name="other"/> in the place of what is null.</summary>
    public RateLimits Or(RateLimits other) =>
        new(
            RequestsPerMinute ?? other.RequestsPerMinute,
            TokensPerMinute ?? other.TokensPerMinute,
            ConcurrentRequests ?? other.ConcurrentRequests
        );

    private static T? Lower<T>(T? one, T? other)
        where T : struct, IComparable<T> => one is null || (other is { } most && most.CompareTo(one.Value) < 0) ? other : one;
}

/// <summary>
/// GET <see cref="GatewayPaths.Limits"/>: what the gateway allows where nobody set anything else. A key's own limits are never more than
/// these; an account's and a model's own take their place.
/// </summary>
/// <param name="Model">Of an account with one model.</param>
public sealed record LimitsForAll(RateLimits Key, RateLimits Account, RateLimits Model);

/// <summary>How long a call to an upstream may take; null is the next wider setting: the route's, the upstream's, the gateway's.</summary>
/// <param name="Connect">To make a connection.</param>
/// <param name="Headers">From the request to the headers of the answer; those of a whole answer may come only when all of it is there.</param>
/// <param name="FirstToken">Of a stream: from the request to the first content of the answer.</param>
/// <param name="Silence">Between any two bytes of the answer, from its headers on.</param>
/// <param name="Total">The whole answer.</param>
public sealed record Deadlines(
    TimeSpan? Connect = null,
    TimeSpan? Headers = null,
    TimeSpan? FirstToken = null,
    TimeSpan? Silence = null,
    TimeSpan? Total = null
);
