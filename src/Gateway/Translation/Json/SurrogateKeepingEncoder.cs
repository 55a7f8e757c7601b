using System.Buffers;
using System.Text.Encodings.Web;

namespace Platform.Gateway.Translation.Json;

/// <summary>
/// Writes half of a surrogate pair as its escape, as its upstream has written it. .NET's own encoders replace it; the client could then not
/// join it to its other half, which may be in the next event.
/// </summary>
internal sealed unsafe class SurrogateKeepingEncoder : JavaScriptEncoder
{
    private const int EscapeLength = 6;

    private static readonly JavaScriptEncoder Plain = UnsafeRelaxedJsonEscaping;

    public override int MaxOutputCharactersPerInputCharacter => Plain.MaxOutputCharactersPerInputCharacter;

    public override int FindFirstCharacterToEncode(char* text, int textLength) => Plain.FindFirstCharacterToEncode(text, textLength);

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => Plain.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Plain.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    public override bool WillEncode(int unicodeScalar) => Plain.WillEncode(unicodeScalar);

    public override OperationStatus EncodeUtf8(
        ReadOnlySpan<byte> utf8Source,
        Span<byte> utf8Destination,
        out int bytesConsumed,
        out int bytesWritten,
        bool isFinalBlock = true
    ) => Plain.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock);

    public override OperationStatus Encode(
        ReadOnlySpan<char> source,
        Span<char> destination,
        out int charsConsumed,
        out int charsWritten,
        bool isFinalBlock = true
    )
    {
        (charsConsumed, charsWritten) = (0, 0);
        while (true)
        {
            var rest = source[charsConsumed..];
            var half = FirstHalf(rest);
            var status = Plain.Encode(
                half < 0 ? rest : rest[..half],
                destination[charsWritten..],
                out var consumed,
                out var written,
                isFinalBlock
            );
            (charsConsumed, charsWritten) = (charsConsumed + consumed, charsWritten + written);
            if (half < 0 || status != OperationStatus.Done)
                return status;
            if (destination.Length - charsWritten < EscapeLength)
                return OperationStatus.DestinationTooSmall;
            $"\\u{(int)rest[half]:x4}".CopyTo(destination[charsWritten..]);
            (charsConsumed, charsWritten) = (charsConsumed + 1, charsWritten + EscapeLength);
        }
    }

    /// <summary>Where a surrogate has no other half; -1 where each has.</summary>
    private static int FirstHalf(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return at;
            at++;
        }

        return -1;
    }
}
