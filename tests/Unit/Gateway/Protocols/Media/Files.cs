using System.Buffers.Binary;
using System.Text;

namespace Platform.Tests.Unit.Gateway.Protocols.Media;

/// <summary>Files of the formats that prompts have: a true header, and as many bytes behind it as wanted.</summary>
internal static class Files
{
    public static byte[] Png(int width, int height, int bytes = 100)
    {
        var file = Filled(bytes, "\x89PNG\r\n\x1A\n\0\0\0\rIHDR");
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        return file;
    }

    public static byte[] Gif(ushort width, ushort height)
    {
        var file = Filled(100, "GIF89a");
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), width);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), height);
        return file;
    }

    /// <param name="metadata">Bytes of each of two segments before the frame; the first has the header of a thumbnail in it.</param>
    public static byte[] Jpeg(ushort width, ushort height, int metadata)
    {
        byte[] thumbnail = [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0, 1, 0, 1];
        return
        [
            0xFF,
            0xD8,
            .. Segment(0xE1, [.. thumbnail, .. new byte[metadata]]),
            .. Segment(0xE2, new byte[metadata]),
            0xFF,
            .. Segment(0xC2, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, .. new byte[9]]),
            .. new byte[64],
        ];
    }

    /// <param name="chunk">VP8 with a space (lossy), VP8L (lossless) or VP8X (extended).</param>
    public static byte[] WebP(string chunk, int width, int height)
    {
        var file = Filled(100, "RIFF\0\0\0\0WEBP" + chunk);
        var less = file.AsSpan(20);
        var (wide, high) = ((uint)width - 1, (uint)height - 1);
        if (chunk == "VP8L")
            BinaryPrimitives.WriteUInt32LittleEndian(less[1..], wide | high << 14);
        else if (chunk == "VP8X")
            (less[4], less[5], less[6], less[7], less[8], less[9]) = ((byte)wide, (byte)(wide >> 8), 0, (byte)high, (byte)(high >> 8), 0);
        else
            (less[6], less[7], less[8], less[9]) = ((byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8));
        return file;
    }

    /// <summary>Uncompressed sound of one channel with samples of two bytes.</summary>
    public static byte[] Wav(int samplesPerSecond, int bytes, short encoding = 1)
    {
        var file = Filled(bytes, "RIFF\0\0\0\0WAVEfmt \x10\0\0\0");
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), encoding);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), samplesPerSecond);
        // A product that nothing needs to be right.
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), int.MaxValue);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        return file;
    }

    public static byte[] Pdf(int bytes) => Filled(bytes, "%PDF-1.7\n");

    public static byte[] Filled(int bytes, string start)
    {
        var file = new byte[bytes];
#pragma warning disable RS0030 // A seed makes the chance repeatable.
        new Random(7).NextBytes(file);
#pragma warning restore RS0030
        Encoding.Latin1.GetBytes(start).CopyTo(file, 0);
        return file;
    }

    public static string DataUrl(string mediaType, byte[] file) => $"data:{mediaType};base64,{Convert.ToBase64String(file)}";

    private static byte[] Segment(byte marker, byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
}
