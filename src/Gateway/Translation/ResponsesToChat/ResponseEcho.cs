using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>The members of a request that its response repeats, or their defaults.</summary>
internal sealed class ResponseEcho
{
    /// <summary>In the order in which they are written, each with its default.</summary>
    private static readonly (string Name, byte[] Default)[] Members =
    [
        ("instructions", "null"u8.ToArray()),
        ("max_output_tokens", "null"u8.ToArray()),
        ("max_tool_calls", "null"u8.ToArray()),
        ("metadata", "{}"u8.ToArray()),
        ("parallel_tool_calls", "true"u8.ToArray()),
        ("prompt_cache_key", "null"u8.ToArray()),
        ("reasoning", """{"effort":null,"summary":null}"""u8.ToArray()),
        ("safety_identifier", "null"u8.ToArray()),
        ("store", "true"u8.ToArray()),
        ("temperature", "1.0"u8.ToArray()),
        ("text", """{"format":{"type":"text"}}"""u8.ToArray()),
        ("tool_choice", "\"auto\""u8.ToArray()),
        ("top_logprobs", "0"u8.ToArray()),
        ("top_p", "1.0"u8.ToArray()),
        ("truncation", "\"disabled\""u8.ToArray()),
        ("user", "null"u8.ToArray()),
    ];

    private readonly byte[][] values;
    private readonly byte[] tools;
    private readonly string? previous;

    private ResponseEcho(byte[][] values, byte[] tools, string? previous) =>
        (this.values, this.tools, this.previous) = (values, tools, previous);

    public static ResponseEcho Nothing { get; } = new([.. Members.Select(member => member.Default)], "[]"u8.ToArray(), null);

    /// <param name="offered">The tools that are offered to the model.</param>
    /// <param name="previous">The id of the response that the request continues, or null.</param>
    public static ResponseEcho From(JsonField body, IReadOnlyList<JsonField> offered, string? previous) =>
        new(
            [.. Members.Select(member => ValueIn(body.Value, member.Name) ?? member.Default)],
            TranslatedJson.Write(json =>
            {
                json.WriteStartArray();
                foreach (var tool in offered)
                    json.WriteRawValue(OneLine(tool.Value), skipInputValidation: true);
                json.WriteEndArray();
            }),
            previous
        );

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("previous_response_id", previous);
        foreach (var ((name, _), value) in Members.Zip(values))
            json.WriteRaw(name, value);
        json.WriteRaw("tools", tools);
    }

    /// <summary>Not read as a <see cref="JsonField"/>: to repeat a member to the caller is not to carry it to the upstream.</summary>
    private static byte[]? ValueIn(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? OneLine(value).ToArray() : null;

    /// <summary>What a client wrote over several lines is repeated inside a line of an event.</summary>
    private static ReadOnlySpan<byte> OneLine(JsonElement value) => SseData.OneLine(JsonMarshal.GetRawUtf8Value(value));
}
