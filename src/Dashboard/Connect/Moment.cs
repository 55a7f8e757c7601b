namespace Platform.Dashboard.Connect;

/// <summary>The moment from which a page listens, as its address has it: milliseconds of Unix time.</summary>
internal static class Moment
{
    /// <summary>Older entries are in the usage log.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(1);

    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>The clocks of other machines may be a little behind.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>At most an hour ago, and not in the future; just now for none.</summary>
    public static DateTimeOffset From(long? milliseconds, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds ?? Of(now - Margin), Of(now - Oldest), Of(now)));
    }
}
