namespace Platform.Contracts;

/// <summary>The routes of the gateway for our own services and the operator, who present the service token. To all others they are unknown.</summary>
public static class GatewayPaths
{
    public const string Internal = "/internal",
        Upstreams = Internal + "/upstreams",
        UnPause = Upstreams + "/un-pause",
        TestUpstreams = Upstreams + "/test",
        ModelsNow = Internal + "/models",
        Limits = Internal + "/limits";
}

/// <summary>GET <see cref="GatewayPaths.Upstreams"/>: the upstreams on sale as this gateway knows them.</summary>
/// <param name="State"><c>up</c>, <c>half_open</c> or <c>down</c>: its circuit.</param>
/// <param name="Since">Since when it is not up.</param>
/// <param name="Until">When it is tried again.</param>
/// <param name="StatusCode">Of the answer that was the reason; null when there was none.</param>
public sealed record UpstreamState(
    string Name,
    string State,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    int? StatusCode,
    IReadOnlyList<CredentialState> Credentials
);

/// <param name="State">
/// <c>up</c>, <c>resting</c> (for some models; it is used for the others), <c>out_of_credit</c>, <c>half_open</c> or <c>paused</c>.
/// </param>
/// <param name="Balance">What the upstream said last that the account has, in its own words; null where it does not say.</param>
/// <param name="Rests">The models for which it rests; null while it does for none.</param>
public sealed record CredentialState(
    string Name,
    string State,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    int? StatusCode,
    string? Balance = null,
    IReadOnlyList<RestState>? Rests = null
);

/// <param name="Model">The upstream's name of it.</param>
public sealed record RestState(string Model, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>POST <see cref="GatewayPaths.UnPause"/>: an upstream and a credential; null is all of them.</summary>
public sealed record UnPauseRequest(string? Upstream = null, string? Credential = null);

/// <param name="UnPaused">The credentials that were, as <c>upstream/credential</c>.</param>
public sealed record UnPauseResult(IReadOnlyList<string> UnPaused);

/// <summary>POST <see cref="GatewayPaths.TestUpstreams"/>: what an upstream answered to a free question with a credential.</summary>
/// <param name="Result"><c>answered</c>, <c>reachable</c> (whether it takes the credential is not known), <c>refused</c> or <c>failed</c>.</param>
/// <param name="Balance">In the upstream's own words; null where it does not say.</param>
public sealed record UpstreamTest(
    string Upstream,
    string Credential,
    string Result,
    int? StatusCode,
    long Milliseconds,
    string? Balance = null
);

/// <summary>GET <see cref="GatewayPaths.ModelsNow"/>: which models have a provider to answer them, now and at this gateway.</summary>
/// <param name="State"><c>up</c>, <c>recovering</c> or <c>down</c>.</param>
/// <param name="Since">Since when it is not up.</param>
public sealed record ModelNow(string Model, string State, DateTimeOffset? Since = null);
