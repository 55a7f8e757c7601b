using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>
/// The size of what a request asks, for <see cref="TokenRule"/>: the raw JSON of the members that a model reads. Media count as so many
/// bytes as their tokens would have, whatever their own.
/// </summary>
internal static class Prompt
{
    /// <summary>OpenAI's count of 1,024 x 1,024 pixels, and of any picture at low detail.</summary>
    private const long PictureTokens = 765,
        LowDetailTokens = 85;

    /// <summary>Bytes of Base64 that are a token of any other file.</summary>
    private const long FileBytesPerToken = 100;

    private static readonly string[] Payloads = ["url", "image_url", "audio_url", "video_url", "data", "file_data", "result"];

    public static long Bytes(JsonElement body, params ReadOnlySpan<string> members)
    {
        var bytes = 0L;
        foreach (var member in members)
            if (body.TryField(member, out var value))
                bytes += JsonMarshal.GetRawUtf8Value(value).Length + Media(value);
        return bytes;
    }

    /// <summary>What the media in a value count more than their bytes; less than zero, as a rule.</summary>
    private static long Media(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Sum(Media),
            JsonValueKind.Object => value
                .EnumerateObject()
                .Sum(member => IsMedia(value, member) ? Media(value, member) : Media(member.Value)),
            _ => 0,
        };

    private static long Media(JsonElement part, JsonProperty payload)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(payload.Value).Length - "\"\"".Length;
        var tokens =
            !IsPicture(part, payload.Value) ? bytes / FileBytesPerToken
            : part.TryField("detail", out var detail) && Starts(detail, "low\""u8) ? LowDetailTokens
            : PictureTokens;
        return tokens * TokenRule.BytesPerToken - bytes;
    }

    private static bool IsMedia(JsonElement part, JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.String
        && Payloads.Contains(member.Name)
        && (
            Starts(member.Value, "data:"u8)
            || (part.TryField("media_type", out _) && part.TryField("type", out var type) && Starts(type, "base64\""u8))
            || part.TryField("format", out _)
        );

    private static bool IsPicture(JsonElement part, JsonElement payload) =>
        Starts(payload, "data:image/"u8) || (part.TryField("media_type", out var type) && Starts(type, "image/"u8));

    private static bool Starts(JsonElement text, ReadOnlySpan<byte> with) =>
        JsonMarshal.GetRawUtf8Value(text) is [(byte)'"', .. var inside] && inside.StartsWith(with);
}
