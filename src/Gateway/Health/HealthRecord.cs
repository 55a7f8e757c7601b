using System.Text.Json.Serialization;

namespace Platform.Gateway.Health;

/// <summary>What the gateways know of an upstream's circuit or of a credential. It never changes: another replaces it.</summary>
/// <param name="Epoch">How often the operator restored it.</param>
/// <param name="Version">One more than that of the record it replaced.</param>
/// <param name="Since">Since when it is not up, or is up again.</param>
/// <param name="Until">When it is tried again; null when it is up, or paused.</param>
/// <param name="Times">How many times in a row it went down.</param>
/// <param name="StatusCode">Of the answer that was the reason; null when there was none.</param>
internal sealed record HealthRecord(
    HealthState State,
    long Epoch,
    long Version,
    DateTimeOffset Since,
    DateTimeOffset? Until = null,
    int Times = 0,
    int? StatusCode = null
)
{
    public static HealthRecord Initial { get; } = new(HealthState.Up, 0, 0, default);

    [JsonIgnore]
    public bool IsUp => State == HealthState.Up;

    [JsonIgnore]
    public bool IsPaused => State == HealthState.Paused;

    /// <summary>
    /// Of two records of one thing all gateways keep the same: that of the later epoch, then a paused one, so that no gateway which did not
    /// know un-pauses a credential, then the later version, then the one that lasts longer.
    /// </summary>
    public bool Beats(HealthRecord other) =>
        Epoch != other.Epoch ? Epoch > other.Epoch
        : IsPaused != other.IsPaused ? IsPaused
        : Version != other.Version ? Version > other.Version
        : (Until ?? DateTimeOffset.MinValue) > (other.Until ?? DateTimeOffset.MinValue);

    public bool IsDue(DateTimeOffset now) => Until is { } until && until <= now;
}

internal enum HealthState
{
    Up,

    /// <summary>An upstream's circuit is open.</summary>
    Open,

    /// <summary>A credential rests for a model after a 429.</summary>
    CoolingDown,

    /// <summary>The account of a credential has no credit left; it is tried again after a time.</summary>
    OutOfCredit,

    /// <summary>The upstream refuses the credential.</summary>
    Paused,
}
