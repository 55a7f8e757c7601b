using System.Buffers.Binary;
using System.IO.Compression;

namespace Platform.Gateway.Kept;

/// <summary>
/// Brotli at its fastest: JSON becomes a half to a tenth, at some hundred megabytes a second. A byte says whether it was worth it, four say
/// how long the content was.
/// </summary>
internal static class Compression
{
    private const int Head = 5,
        Quality = 1,
        Window = 22,
        WorthIt = 256;

    private const byte Plain = 0,
        Brotli = 1;

    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        var result = new byte[Head + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(1), content.Length);
        if (
            content.Length >= WorthIt
            && BrotliEncoder.TryCompress(content, result.AsSpan(Head), out var length, Quality, Window)
            && length < content.Length
        )
        {
            result[0] = Brotli;
            return result[..(Head + length)];
        }

        result[0] = Plain;
        content.CopyTo(result.AsSpan(Head));
        return result;
    }

    /// <exception cref="InvalidDataException">It was not made by <see cref="Compress"/>.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> kept)
    {
        if (kept.Length < Head)
            throw new InvalidDataException("What was kept is cut.");
        var result = new byte[BinaryPrimitives.ReadInt32LittleEndian(kept[1..])];
        if (kept[0] == Plain && kept.Length - Head == result.Length)
            kept[Head..].CopyTo(result);
        else if (kept[0] != Brotli || !BrotliDecoder.TryDecompress(kept[Head..], result, out var length) || length != result.Length)
            throw new InvalidDataException("What was kept cannot be read.");
        return result;
    }
}
