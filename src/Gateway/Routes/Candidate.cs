using Platform.Contracts;
using Platform.Gateway.Health;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Routes;

/// <summary>One way in which a request can be answered.</summary>
/// <param name="Model">The one that the caller asked for, or a fallback of it.</param>
internal readonly record struct Candidate(Model Model, ModelRoute Route, Upstream Upstream, Credential Credential)
{
    /// <summary>What the request took where the route is half-open; else null.</summary>
    public Probe? Probe { get; init; }
}
