using System.Text;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// What the conversion of a whole answer takes at most, the answer included: into another protocol, into the events of a stream, or from
/// them. Texts are held in UTF-16 and once more as they are written, in a chain of two conversions twice. Each value, however short, has
/// objects of its own, and a character beyond the basic plane becomes an escape that is three times as long.
/// </summary>
internal static class ConversionMemory
{
    /// <summary>For each byte.</summary>
    public const int PerByte = 14;

    /// <summary>For the values that every answer has. The largest answer that is converted leaves room for it.</summary>
    public const int Envelope = 1024 * 1024;

    private const int PerMark = 144,
        PerLongCharacter = 64;

    /// <param name="answer">JSON, or events of it.</param>
    public static long For(ReadOnlySpan<byte> answer) =>
        (long)answer.Length * PerByte + (long)Marks(answer) * PerMark + (long)LongCharacters(answer) * PerLongCharacter;

    /// <summary>What is between the values, and outside of texts: of each value but the first there is one, if not two.</summary>
    private static int Marks(ReadOnlySpan<byte> json)
    {
        var marks = 0;
        while (!json.IsEmpty)
        {
            var text = json.IndexOf((byte)'"');
            foreach (var each in text < 0 ? json : json[..text])
                if (each is (byte)',' or (byte)':' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}')
                    marks++;
            json = text < 0 ? [] : AfterText(json[(text + 1)..]);
        }

        return marks;
    }

    private static ReadOnlySpan<byte> AfterText(ReadOnlySpan<byte> json)
    {
        while (json.IndexOfAny((byte)'"', (byte)'\\') is var at and >= 0)
        {
            if (json[at] == (byte)'"')
                return json[(at + 1)..];
            json = json[Math.Min(at + 2, json.Length)..];
        }

        return [];
    }

    /// <summary>Those that UTF-8 has in four bytes.</summary>
    private static int LongCharacters(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
            return 0;
        var count = 0;
        foreach (var each in text)
            if (each >= 0xF0)
                count++;
        return count;
    }
}
