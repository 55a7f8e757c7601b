namespace Platform.Gateway.Protocols.Media;

/// <summary>What the <c>type</c> of a part, an item or a tool says of its tokens. The names are those of all protocols together.</summary>
internal static class PartType
{
    /// <summary>The kind of media that a part of the type announces; null for any other type. Most types end at their first letter.</summary>
    public static MediaKind? MediaOf(ReadOnlySpan<byte> type) =>
        type.IsEmpty
            ? null
            : type[0] switch
            {
                (byte)'i' when type.StartsWith("image"u8) => IsPicture(type) ? MediaKind.Picture : null,
                (byte)'i' when type.StartsWith("input_"u8) => Input(type["input_"u8.Length..]),
                (byte)'a' when type.SequenceEqual("audio_url"u8) || type.SequenceEqual("audio"u8) => MediaKind.Sound,
                (byte)'c' when type.SequenceEqual("computer_screenshot"u8) => MediaKind.Picture,
                (byte)'d' when type.SequenceEqual("document"u8) => MediaKind.Pdf,
                (byte)'f' when type.SequenceEqual("file"u8) => MediaKind.Pdf,
                (byte)'v' when type.SequenceEqual("video_url"u8) || type.SequenceEqual("video"u8) => MediaKind.Video,
                _ => null,
            };

    /// <summary>
    /// A tool that the provider runs itself, whose results become input without being sent. The types of Anthropic's end in a date.
    /// </summary>
    public static bool IsHosted(ReadOnlySpan<byte> type) =>
        !type.IsEmpty
        && type[0] switch
        {
            (byte)'c' => type.StartsWith("code_interpreter"u8)
                || type.StartsWith("code_execution"u8)
                || type.StartsWith("computer"u8)
                || type.SequenceEqual("container_upload"u8),
            (byte)'f' => type.StartsWith("file_search"u8),
            (byte)'m' => type.SequenceEqual("mcp"u8) || type.SequenceEqual("mcp_toolset"u8),
            (byte)'w' => type.StartsWith("web_search"u8) || type.StartsWith("web_fetch"u8),
            _ => false,
        };

    private static bool IsPicture(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("image_url"u8) || type.SequenceEqual("image"u8) || type.SequenceEqual("image_generation_call"u8);

    private static MediaKind? Input(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("image"u8) ? MediaKind.Picture
        : type.SequenceEqual("file"u8) ? MediaKind.Pdf
        : type.SequenceEqual("audio"u8) ? MediaKind.Sound
        : type.SequenceEqual("video"u8) ? MediaKind.Video
        : null;
}
