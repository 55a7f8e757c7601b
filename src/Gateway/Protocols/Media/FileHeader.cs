using System.Buffers.Binary;

namespace Platform.Gateway.Protocols.Media;

/// <summary>What the first bytes of a file say of it.</summary>
internal static class FileHeader
{
    /// <summary>The kind by the first bytes, else by the media type, else as announced. A file that is no PDF is read as text.</summary>
    public static MediaKind KindOf(ReadOnlySpan<byte> head, ReadOnlySpan<byte> mediaType, MediaKind announced)
    {
        if (head.IndexOf("%PDF"u8) >= 0 || mediaType.StartsWith("application/pdf"u8))
            return MediaKind.Pdf;
        if (IsJpeg(head) || SizeOf(head) is not null || mediaType.StartsWith("image"u8))
            return MediaKind.Picture;
        if (IsWave(head) || mediaType.StartsWith("audio"u8))
            return MediaKind.Sound;
        if (mediaType.StartsWith("video"u8))
            return MediaKind.Video;
        return mediaType.StartsWith("text"u8) || announced == MediaKind.Pdf ? MediaKind.File : announced;
    }

    /// <summary>The size of a PNG, GIF or WebP; null for anything else.</summary>
    public static PictureSize? SizeOf(ReadOnlySpan<byte> head) =>
        head.Length < 30 ? null
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
            ? Size(BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..]))
        : head.StartsWith("GIF8"u8)
            ? Size(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]))
        : IsRiff(head, "WEBP"u8) ? SizeOfWebP(head[12..])
        : null;

    public static bool IsJpeg(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <summary>The size is in the frame header, behind segments of metadata that each say how long they are.</summary>
    public static PictureSize? SizeOfJpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 9 <= file.Length && file[at] == 0xFF; )
        {
            var marker = file[at + 1];
            if (marker == 0xFF)
                at++;
            else if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return Size(BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            else
                at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }

    /// <summary>
    /// How much a second of uncompressed sound takes: samples times channels times their bytes. The header's own product of these is not
    /// read, since nothing that plays the file needs it to be right. Null for compressed sound.
    /// </summary>
    public static long? BytesPerSecond(ReadOnlySpan<byte> head)
    {
        if (!IsWave(head) || head.Length < 36 || !head[12..].StartsWith("fmt "u8))
            return null;
        var (encoding, channels) = (
            BinaryPrimitives.ReadUInt16LittleEndian(head[20..]),
            BinaryPrimitives.ReadUInt16LittleEndian(head[22..])
        );
        var (samples, bits) = (BinaryPrimitives.ReadUInt32LittleEndian(head[24..]), BinaryPrimitives.ReadUInt16LittleEndian(head[34..]));
        // Integers, floating point, and the extensible form of both: all samples have the same length.
        return encoding is 1 or 3 or 0xFFFE && samples is > 0 and <= 384_000 && channels is > 0 and <= 8 && bits is >= 8 and <= 64
            ? (long)samples * channels * bits / 8
            : null;
    }

    private static PictureSize? SizeOfWebP(ReadOnlySpan<byte> chunk) =>
        chunk.StartsWith("VP8 "u8)
            ? Size(
                BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFFu,
                BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFFu
            )
        : chunk.StartsWith("VP8L"u8) && BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]) is var bits
            ? Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        : chunk.StartsWith("VP8X"u8)
            ? Size(
                (BinaryPrimitives.ReadUInt32LittleEndian(chunk[12..]) & 0xFFFFFF) + 1,
                (BinaryPrimitives.ReadUInt32LittleEndian(chunk[14..]) >> 8) + 1
            )
        : null;

    private static bool IsWave(ReadOnlySpan<byte> head) => IsRiff(head, "WAVE"u8);

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..].StartsWith(form);

    /// <summary>A picture without pixels has a broken header.</summary>
    private static PictureSize? Size(uint width, uint height) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? new PictureSize((int)width, (int)height) : null;
}
