using Platform.Gateway.Health;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Routes;

/// <summary>A feature of a request that tries one upstream with one credential: it is sent nowhere else.</summary>
/// <param name="Probe">What it has taken of what it tries.</param>
internal sealed record PinnedRoute(Upstream Upstream, Credential Credential, Probe Probe);
