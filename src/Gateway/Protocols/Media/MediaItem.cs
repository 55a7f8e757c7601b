namespace Platform.Gateway.Protocols.Media;

/// <summary>A part of a prompt that a provider does not read as text.</summary>
/// <param name="Bytes">Its own bytes, after Base64; null where the prompt only names it, by an address or an id.</param>
/// <param name="Size">Of a picture whose header says it.</param>
/// <param name="Detail">The resolution at which a picture shall be read.</param>
/// <param name="BytesPerSecond">Of uncompressed sound, whose header says it.</param>
internal readonly record struct MediaItem(
    MediaKind Kind,
    long? Bytes = null,
    PictureSize? Size = null,
    PictureDetail Detail = PictureDetail.Auto,
    long? BytesPerSecond = null
);

internal enum MediaKind
{
    Picture,
    Sound,
    Video,

    /// <summary>Pages, each of which is read as text and as a picture.</summary>
    Pdf,

    /// <summary>A file of any other format, which is read as text.</summary>
    File,
}

internal enum PictureDetail
{
    Auto,
    Low,
    High,
    Original,
}

/// <summary>In pixels.</summary>
internal readonly record struct PictureSize(int Width, int Height);
