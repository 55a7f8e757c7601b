namespace Platform.Contracts;

/// <summary>The names of a <see cref="UsageDoubt"/> in receipts and metrics.</summary>
public static class UsageReason
{
    public static string For(UsageDoubt doubt) =>
        doubt switch
        {
            UsageDoubt.Malformed => "malformed_usage",
            UsageDoubt.Contradictory => "contradictory_usage",
            UsageDoubt.Implausible => "implausible_usage",
            _ => throw new ArgumentOutOfRangeException(nameof(doubt), doubt, "is no known doubt"),
        };
}
