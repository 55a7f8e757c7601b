using System.Globalization;

namespace Platform.Usage.Reports;

/// <summary>The time in which a request can have started, so that only the partitions of that time are searched.</summary>
internal sealed record RequestSpan(DateTime From, DateTime To)
{
    private const string Prefix = "req_";
    private const int MillisecondDigits = 12;

    /// <summary>
    /// The request id and the start are taken from the same clock, one after the other; it may not jump by more than this in between.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    private static readonly RequestSpan AllOfTime = new(
        DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
        DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)
    );

    /// <summary>
    /// Our request ids are <c>req_</c> and a version 7 UUID, which begins with its time. Any other id gives a span of all time.
    /// </summary>
    public static RequestSpan For(string requestId)
    {
        if (
            !requestId.StartsWith(Prefix, StringComparison.Ordinal)
            || !Guid.TryParseExact(requestId.AsSpan(Prefix.Length), "N", out var id)
            || id.Version != 7
        )
            return AllOfTime;
        var milliseconds = long.Parse(
            requestId.AsSpan(Prefix.Length, MillisecondDigits),
            NumberStyles.HexNumber,
            CultureInfo.InvariantCulture
        );
        if (milliseconds > (DateTimeOffset.MaxValue - Margin).ToUnixTimeMilliseconds())
            return AllOfTime;
        var made = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
        return new RequestSpan(made - Margin, made + Margin);
    }
}
