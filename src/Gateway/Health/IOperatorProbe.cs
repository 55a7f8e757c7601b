using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>
/// Tries what is half-open by requests of the operator's own: completions of a few tokens, which are admitted, charged and recorded on an
/// account of the operator's as any customer's are.
/// </summary>
internal interface IOperatorProbe
{
    /// <summary>The operator has given a key for them.</summary>
    bool IsOn { get; }

    /// <summary>
    /// Sends one to the upstream, and returns when it has ended. <see cref="Probe.Verdict"/> says what it showed; it stays null where the
    /// upstream was not asked, as when the key has no credit left.
    /// </summary>
    Task SendAsync(Upstream upstream, Credential credential, Probe probe, CancellationToken cancellationToken);
}
