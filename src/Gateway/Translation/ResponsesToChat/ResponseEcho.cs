using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>What a response repeats of its request, or what it means by default.</summary>
internal sealed class ResponseEcho
{
    /// <summary>In the order in which they are written, and what stands there when the client does not say.</summary>
    private static readonly (string Name, byte[] Otherwise)[] Members =
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

    private ResponseEcho(byte[][] values, byte[] tools, string? previous) => (this.values, this.tools, this.previous) = (values, tools, previous);

    public static ResponseEcho Nothing { get; } = new([.. Members.Select(member => member.Otherwise)], "[]"u8.ToArray(), null);

    /// <param name="offered">The tools that the model is told of.</param>
    /// <param name="previous">The id of the response that it goes on from, or null.</param>
    public static ResponseEcho Of(RawNode body, IReadOnlyList<RawNode> offered, string? previous) => new(
        [.. Members.Select(member => body.Untrailed.Member(member.Name) is { } value ? value.Raw.ToArray() : member.Otherwise)],
        RawJson.Write(json =>
        {
            json.WriteStartArray();
            foreach (var tool in offered)
                json.WriteRawValue(tool.Untrailed.Raw, skipInputValidation: true);
            json.WriteEndArray();
        }),
        previous);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("previous_response_id", previous);
        foreach (var ((name, _), value) in Members.Zip(values))
            json.WriteRaw(name, value);
        json.WriteRaw("tools", tools);
    }
}
