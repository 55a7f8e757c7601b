using System.Globalization;

namespace Platform.Usage.Till;

/// <summary>A hold whose time is over, as far as expire.lua needs to be told.</summary>
internal sealed record StaleHold(string RequestId, Guid AccountId, DateTimeOffset StartedAt)
{
    /// <summary>Null when there is no such hold, or none that can be understood.</summary>
    /// <param name="text">What <see cref="Contracts.TillKeys.Hold"/> names.</param>
    public static StaleHold? Read(string requestId, string? text) =>
        text?.Split('\n') is ["held", _, var start, var owner, ..]
        && Guid.TryParseExact(owner, "N", out var account)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var started)
        && started < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new StaleHold(requestId, account, DateTimeOffset.FromUnixTimeMilliseconds(started))
            : null;
}
