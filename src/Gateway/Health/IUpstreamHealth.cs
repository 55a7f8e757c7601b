using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>
/// The health of upstreams and their credentials, shared by all gateways. Looking costs no round trip. The model is the upstream's name of
/// the one that is asked for: a limit may be of it alone.
/// </summary>
internal interface IUpstreamHealth
{
    Availability Look(Upstream upstream, Credential credential, string model);

    /// <summary>Takes one of the few requests that something half-open admits; null when others have them.</summary>
    Probe? TryProbe(Upstream upstream, Credential credential, string model);

    void Report(Upstream upstream, Credential credential, string model, CallResult result);

    /// <summary>When one of the credentials may be asked again; null when none is waited for.</summary>
    TimeSpan? RetryAfter(Upstream upstream, string model);

    /// <summary>Since when none of the credentials may be asked; null when one may be, or when that is not known.</summary>
    DateTimeOffset? DownSince(Upstream upstream, string model) => null;
}
