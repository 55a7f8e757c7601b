namespace Platform.Gateway.Health;

/// <summary>Whether a credential of an upstream may be asked now.</summary>
internal enum Availability
{
    Up,

    /// <summary>It failed and is tried again: a few requests may be sent to it, see <see cref="IUpstreamHealth.TryProbe"/>.</summary>
    HalfOpen,

    /// <summary>Its circuit is open, or it asked to be left alone for a time.</summary>
    Down,

    /// <summary>The upstream refuses the credential. It stays so until the operator un-pauses it, or its secret changes.</summary>
    Paused,
}
