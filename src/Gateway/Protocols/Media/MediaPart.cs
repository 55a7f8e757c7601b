using System.Text.Json;

namespace Platform.Gateway.Protocols.Media;

/// <summary>The members of one part of a prompt, in whatever order they come. They are judged when the part has ended.</summary>
internal ref struct MediaPart
{
    private MediaKind? kind;
    private ReadOnlySpan<byte> payload;
    private bool isText,
        isNamed;
    private PictureDetail detail;

    /// <summary>The object in a part that holds what its type announces.</summary>
    public static bool IsInner(ReadOnlySpan<byte> member) =>
        member.SequenceEqual("source"u8)
        || member.SequenceEqual("file"u8)
        || member.SequenceEqual("image_url"u8)
        || member.SequenceEqual("input_audio"u8)
        || member.SequenceEqual("audio_url"u8)
        || member.SequenceEqual("video_url"u8)
        || member.SequenceEqual("input_video"u8);

    /// <summary>A text among the part's own members. The reader stands on the value.</summary>
    public void Note(ReadOnlySpan<byte> member, ref Utf8JsonReader json)
    {
        if (member.SequenceEqual("type"u8))
            kind = PartType.MediaOf(json.ValueSpan);
        else
            NoteInner(member, ref json);
    }

    /// <summary>A text among the members of the object that <see cref="IsInner"/>.</summary>
    public void NoteInner(ReadOnlySpan<byte> member, ref Utf8JsonReader json)
    {
        if (member.SequenceEqual("type"u8))
            isText = json.ValueSpan.SequenceEqual("text"u8) || json.ValueSpan.SequenceEqual("content"u8);
        else if (member.SequenceEqual("detail"u8))
            detail = DetailOf(json.ValueSpan);
        else if (IsPayload(member))
            NotePayload(json.ValueSpan);
        else
            isNamed |= member.SequenceEqual("file_id"u8);
    }

    /// <summary>
    /// The media of the part; null where it has none. What looks like none of the formats stays text: nothing is taken out of the text
    /// that a provider might read as such.
    /// </summary>
    /// <param name="payloadBytes">How many bytes of the JSON hold the media.</param>
    public readonly MediaItem? End(out int payloadBytes)
    {
        payloadBytes = 0;
        if (kind is not { } announced || isText)
            return null;
        if (payload.IsEmpty)
            return isNamed ? new MediaItem(announced, Detail: detail) : null;
        if (!Base64Payload.TryRead(payload, out var content))
            return IsAddress(payload) ? new MediaItem(announced, Detail: detail) : null;
        payloadBytes = payload.Length;
        return content.Describe(announced, detail);
    }

    private void NotePayload(ReadOnlySpan<byte> value)
    {
        if (value.Length > payload.Length)
            payload = value;
    }

    private static bool IsPayload(ReadOnlySpan<byte> member) =>
        member.SequenceEqual("url"u8)
        || member.SequenceEqual("data"u8)
        || member.SequenceEqual("file_data"u8)
        || member.SequenceEqual("file_url"u8)
        || member.SequenceEqual("result"u8)
        || IsInner(member);

    private static bool IsAddress(ReadOnlySpan<byte> value) => value.Length is > 0 and < 16 * 1024 && value.IndexOf(":"u8) is > 0 and < 12;

    private static PictureDetail DetailOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("low"u8) ? PictureDetail.Low
        : name.SequenceEqual("high"u8) ? PictureDetail.High
        : name.SequenceEqual("original"u8) ? PictureDetail.Original
        : PictureDetail.Auto;
}
