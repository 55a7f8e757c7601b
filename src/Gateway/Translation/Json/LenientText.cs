using System.Buffers.Text;
using System.Text;

namespace Platform.Gateway.Translation.Json;

/// <summary>
/// Reads texts of an upstream's answer that are not valid Unicode: halves of surrogate pairs, as servers send them that cut a text between
/// the two, and bytes that are no UTF-8. A half is kept, because its other half may come with the next piece.
/// </summary>
internal static class LenientText
{
    /// <param name="raw">A text as JSON, with its quotes.</param>
    public static string From(ReadOnlySpan<byte> raw)
    {
        var text = new StringBuilder(raw.Length);
        var rest = raw[1..^1];
        while (rest.IndexOf((byte)'\\') is >= 0 and var at)
        {
            text.Append(Encoding.UTF8.GetString(rest[..at]));
            var isCode = rest[at + 1] == (byte)'u';
            text.Append(isCode ? Code(rest.Slice(at + 2, 4)) : Escaped(rest[at + 1]));
            rest = rest[(at + (isCode ? 6 : 2))..];
        }

        return text.Append(Encoding.UTF8.GetString(rest)).ToString();
    }

    private static char Code(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out ushort code, out _, 'x') ? (char)code : '\uFFFD';

    private static char Escaped(byte letter) =>
        (char)letter switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            var itself => itself,
        };
}
