using System.Globalization;

namespace Platform.FakeUpstream.Answers;

/// <summary>
/// When a delta was sent, told in the delta itself: whoever reads it on the same machine knows how long it was on its way, whoever
/// carried or translated it. It takes the place of text, so that lengths and counts of tokens stay what they are.
/// </summary>
internal static class Timestamp
{
    /// <summary>No delta is shorter, but for the last of a text, which may have no place for it.</summary>
    private const int Digits = 12;

    private const long Limit = 1_000_000_000_000;

    /// <summary>Microseconds of the machine's steady clock, in twelve digits, in place of the first twelve bytes.</summary>
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
