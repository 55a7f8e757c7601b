using System.Globalization;

namespace Platform.Usage.Reports;

/// <summary>When a request can have started, so that only the partitions of that time are searched for it.</summary>
internal sealed record RequestSpan(DateTime From, DateTime To)
{
    private const string Prefix = "req_";
    private const int MillisecondDigits = 12;

    /// <summary>A request id and its start are made by one clock, one after the other; a day is more than it may jump in between.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    private static readonly RequestSpan AllOfTime = new(
        DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
        DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)
    );

    /// <summary>Of an id that is not ours, which are <c>req_</c> and a version 7 UUID: all of time.</summary>
    public static RequestSpan Of(string requestId)
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
