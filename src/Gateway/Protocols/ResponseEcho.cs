using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Gateway.Protocols;

/// <summary>The members of a request that its response repeats, or their defaults.</summary>
internal sealed class ResponseEcho
{
    /// <summary>
    /// In the order in which they are written, each with its default; a member that has none and was not sent may not be null, and is left
    /// out.
    /// </summary>
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
        ("user", []),
    ];

    /// <summary>Members of a function that may be null and not absent.</summary>
    private static readonly string[] OfFunctions = ["parameters", "strict"];

    private readonly byte[][] values;
    private readonly byte[] tools;
    private readonly string? previous;

    private ResponseEcho(byte[][] values, byte[] tools, string? previous) =>
        (this.values, this.tools, this.previous) = (values, tools, previous);

    public static ResponseEcho Nothing { get; } = new([.. Members.Select(member => member.Default)], "[]"u8.ToArray(), null);

    /// <param name="previous">The id of the response that the request continues, or null.</param>
    public static ResponseEcho From(ReadOnlyMemory<byte> body, string? previous)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 });
        var root = document.RootElement;
        var offered =
            root.TryGetProperty("tools"u8, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
        return From(root, offered, previous);
    }

    /// <param name="offered">The tools that are offered to the model.</param>
    /// <param name="previous">The id of the response that the request continues, or null.</param>
    public static ResponseEcho From(JsonElement body, IEnumerable<JsonElement> offered, string? previous)
    {
        var tools = new ArrayBufferWriter<byte>();
        tools.Write("["u8);
        foreach (var tool in offered)
        {
            if (tools.WrittenCount > 1)
                tools.Write(","u8);
            WriteTool(tools, tool);
        }

        tools.Write("]"u8);
        return new ResponseEcho(
            [.. Members.Select(member => ValueIn(body, member.Name) ?? member.Default)],
            tools.WrittenSpan.ToArray(),
            previous
        );
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("previous_response_id", previous);
        foreach (var ((name, _), value) in Members.Zip(values))
            if (value.Length > 0)
                WriteRaw(json, name, value);
        WriteRaw(json, "tools", tools);
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, byte[] value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    private static void WriteTool(ArrayBufferWriter<byte> tools, JsonElement tool)
    {
        var text = OneLine(tool);
        if (tool.ValueKind != JsonValueKind.Object || !tool.TryGetProperty("type"u8, out var type) || !type.ValueEquals("function"u8))
        {
            tools.Write(text);
            return;
        }

        tools.Write(text[..^1]);
        foreach (var name in OfFunctions)
            if (!tool.TryGetProperty(name, out _))
                tools.Write(System.Text.Encoding.ASCII.GetBytes($",\"{name}\":null"));
        tools.Write("}"u8);
    }

    private static byte[]? ValueIn(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? OneLine(value).ToArray() : null;

    /// <summary>What a client wrote over several lines is repeated inside a line of an event.</summary>
    private static ReadOnlySpan<byte> OneLine(JsonElement value) => SseData.OneLine(JsonMarshal.GetRawUtf8Value(value));
}
