using System.Globalization;

namespace Platform.FakeUpstream.Answers;

/// <summary>
/// Writes into a delta when it was sent, so that a reader on the same machine can measure its latency through any gateway or
/// translation. It replaces text, so that lengths and token counts do not change.
/// </summary>
internal static class Timestamp
{
    /// <summary>No delta is shorter, except the last of a text, which may have no room for it.</summary>
    private const int Digits = 12;

    private const long Limit = 1_000_000_000_000;

    /// <summary>Microseconds of the machine's steady clock, in twelve digits that replace the first twelve bytes.</summary>
    public static ReadOnlySpan<byte> On(ReadOnlySpan<byte> delta, TimeProvider time)
    {
        if (delta.Length < Digits)
            return delta;
        var stamped = delta.ToArray();
        var microseconds = time.GetTimestamp() / (time.TimestampFrequency / 1_000_000);
        (microseconds % Limit).TryFormat(stamped, out _, "D12", CultureInfo.InvariantCulture);
        return stamped;
    }
}
