using System.Buffers;
using System.Buffers.Text;

namespace Platform.Gateway.Protocols.Media;

/// <summary>Base64 in a JSON string, with or without the front of a <c>data:</c> URL. Only its beginning is ever decoded.</summary>
internal readonly ref struct Base64Payload
{
    /// <summary>Of the front of a data: URL: the media type and its parameters.</summary>
    private const int MaxPrefix = 256;

    /// <summary>Enough for the header of each format but JPEG.</summary>
    private const int ShortHead = 64;

    /// <summary>A JPEG's size comes after its metadata: colour profile, camera data and thumbnail, of 64 KiB each.</summary>
    private const int LongHead = 192 * 1024;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_"u8
    );

    private readonly ReadOnlySpan<byte> mediaType,
        text;

    private Base64Payload(ReadOnlySpan<byte> mediaType, ReadOnlySpan<byte> text)
    {
        this.mediaType = mediaType;
        this.text = text;
    }

    private long Bytes => text.Length / 4L * 3;

    /// <param name="json">Inside the quotes, escapes and all.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, out Base64Payload payload)
    {
        var start = 0;
        payload = default;
        if (json.StartsWith("data:"u8))
        {
            var comma = json[..Math.Min(json.Length, MaxPrefix)].IndexOf((byte)',');
            if (comma < 0 || !json[..comma].EndsWith(";base64"u8))
                return false;
            start = comma + 1;
        }

        payload = new Base64Payload(json[Math.Min(start, "data:"u8.Length)..start], json[start..]);
        var text = payload.text;
        Span<byte> plain = stackalloc byte[ShortHead];
        return text.Length > 0 && plain[..Unescape(text, plain)].IndexOfAnyExcept(Alphabet) < 0;
    }

    /// <summary>What the content is: by its first bytes, else by its media type, else as announced.</summary>
    public MediaItem Describe(MediaKind announced, PictureDetail detail)
    {
        Span<byte> head = stackalloc byte[ShortHead / 4 * 3];
        head = head[..Decode(head)];
        return FileHeader.KindOf(head, mediaType, announced) switch
        {
            MediaKind.Picture => new MediaItem(MediaKind.Picture, Bytes, Size(head), detail),
            MediaKind.Sound => new MediaItem(MediaKind.Sound, Bytes, BytesPerSecond: FileHeader.BytesPerSecond(head)),
            var kind => new MediaItem(kind, Bytes),
        };
    }

    private PictureSize? Size(ReadOnlySpan<byte> head)
    {
        if (!FileHeader.IsJpeg(head))
            return FileHeader.SizeOf(head);
        var longer = ArrayPool<byte>.Shared.Rent(LongHead);
        var size = FileHeader.SizeOfJpeg(longer.AsSpan(0, Decode(longer.AsSpan(0, LongHead))));
        ArrayPool<byte>.Shared.Return(longer);
        return size;
    }

    /// <summary>Decodes the beginning of the content.</summary>
    private int Decode(Span<byte> into)
    {
        var plain = ArrayPool<byte>.Shared.Rent(into.Length / 3 * 4);
        var length = Unescape(text, plain.AsSpan(0, into.Length / 3 * 4));
        Base64.DecodeFromUtf8(plain.AsSpan(0, length), into, out _, out var written, isFinalBlock: false);
        ArrayPool<byte>.Shared.Return(plain);
        return written;
    }

    /// <summary>Some encoders of JSON escape the slash, others the plus; some of Base64 break it into lines.</summary>
    private static int Unescape(ReadOnlySpan<byte> json, Span<byte> into)
    {
        var length = 0;
        while (!json.IsEmpty && length < into.Length)
        {
            var plain = json[..Math.Min(json.Length, into.Length - length)];
            if (plain.IndexOf((byte)'\\') is >= 0 and var escape)
                plain = plain[..escape];
            plain.CopyTo(into[length..]);
            length += plain.Length;
            json = json[plain.Length..];
            if (json.IsEmpty || json[0] != '\\' || length == into.Length)
                continue;
            if (json[1] == 'u')
                into[length++] = Character(json[2..6]);
            else if (json[1] is not ((byte)'n' or (byte)'r'))
                into[length++] = json[1];
            json = json[(json[1] == 'u' ? 6 : 2)..];
        }

        return length;
    }

    /// <summary>Any other than ASCII is not Base64.</summary>
    private static byte Character(ReadOnlySpan<byte> hex) =>
        Utf8Parser.TryParse(hex, out ushort value, out _, 'x') && value < 128 ? (byte)value : (byte)'?';
}
