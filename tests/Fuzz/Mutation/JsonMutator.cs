using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Tests.Fuzz.Mutation;

/// <summary>
/// Changes a JSON body and keeps most of its structure, so that what comes out passes the first checks and reaches the readers behind them.
/// A body that is no JSON is changed byte by byte.
/// </summary>
internal sealed class JsonMutator(Random random)
{
    private static readonly JsonSerializerOptions[] Styles =
    [
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1_000 },
        new() { MaxDepth = 1_000 },
        new() { WriteIndented = true, MaxDepth = 1_000 },
    ];

    /// <summary>Values that readers stumble over: as JSON, because some of them no node can hold.</summary>
    private static readonly string[] Values =
    [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1",
        "1.5",
        "1e3",
        "1e400",
        "-0",
        "9223372036854775807",
        "9223372036854775808",
        "1E-9",
        "281474976710657",
        "\"\"",
        "\" \"",
        "\"\\n\\n\"",
        "\"\\ud800\"",
        "\"a\\udfffb\"",
        "\"\\u0000\"",
        "\"\ud83d\ude00\"",
        "\"data: x\\n\\ndata: [DONE]\"",
        "\"auto\"",
        "[]",
        "[null]",
        "[[]]",
        "{}",
        "{\"type\":\"text\",\"text\":\"x\"}",
        "[{\"type\":\"text\",\"text\":\"x\"}]",
        "{\"type\":\"unknown\"}",
        "{\"usage\":{\"prompt_tokens\":100000000}}",
        "\"" + "x" + "\"",
    ];

    private static readonly string[] Names =
    [
        "model",
        "Model",
        "stream",
        "n",
        "max_tokens",
        "max_completion_tokens",
        "messages",
        "input",
        "content",
        "type",
        "role",
        "tools",
        "tool_calls",
        "arguments",
        "id",
        "index",
        "usage",
        "total_tokens",
        "prompt_tokens",
        "completion_tokens",
        "input_tokens",
        "output_tokens",
        "error",
        "",
        "\ud83d\ude00",
    ];

    public byte[] Mutate(ReadOnlySpan<byte> body, byte[][] others)
    {
        if (random.Next(12) == 0 || Parse(body) is not { } root)
            return MutateBytes(body);
        try
        {
            var bytes = MutateNodes(root, others);
            return random.Next(20) == 0 ? MutateBytes(bytes) : bytes;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // Nodes can hold neither a name twice nor what is nested too deep; the corpus has both.
            return MutateBytes(body);
        }
    }

    private byte[] MutateNodes(JsonNode root, byte[][] others)
    {
        List<(string Marker, string Json)> raw = [];
        for (var times = random.Next(1, 5); times > 0; times--)
            root = MutateTree(root, others, raw);
        var text = root.ToJsonString(Styles[random.Next(Styles.Length)]);
        foreach (var (marker, json) in raw)
            text = text.Replace(marker, json, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    private static JsonNode? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var node = JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 300 });
            // An object with a name twice is found out only when it is read.
            _ = node?.ToJsonString(Styles[0]);
            return node;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private JsonNode MutateTree(JsonNode root, byte[][] others, List<(string, string)> raw)
    {
        List<JsonNode?> nodes = [];
        Collect(root, nodes);
        var containers = nodes.Where(node => node is JsonObject or JsonArray).ToArray();
        if (containers.Length == 0)
            return root;
        switch (containers[random.Next(containers.Length)])
        {
            case JsonObject target:
                MutateObject(target, nodes, others, raw);
                break;
            case JsonArray target:
                MutateArray(target, nodes, others, raw);
                break;
        }

        return root;
    }

    private void MutateObject(JsonObject target, List<JsonNode?> nodes, byte[][] others, List<(string, string)> raw)
    {
        string[] names = [.. target.Select(member => member.Key)];
        var name = names.Length > 0 && random.Next(4) > 0 ? names[random.Next(names.Length)] : Names[random.Next(Names.Length)];
        switch (random.Next(6))
        {
            case 0:
                target.Remove(name);
                break;
            case 1:
                var value = target[name]?.DeepClone();
                target.Remove(name);
                target[Names[random.Next(Names.Length)]] = value;
                break;
            case 2:
                // The same name twice: no node can hold it, so it is written into the text.
                var twice = Marker(raw, $"1,{JsonSerializer.Serialize(name)}:{Values[random.Next(Values.Length)]}");
                target["fuzz" + raw.Count] = twice;
                break;
            default:
                target[name] = Value(nodes, others, raw);
                break;
        }
    }

    private void MutateArray(JsonArray target, List<JsonNode?> nodes, byte[][] others, List<(string, string)> raw)
    {
        var at = random.Next(target.Count + 1);
        switch (random.Next(4))
        {
            case 0 when at < target.Count:
                target.RemoveAt(at);
                break;
            case 1 when at < target.Count:
                target.Insert(at, target[at]?.DeepClone());
                break;
            default:
                target.Insert(at, Value(nodes, others, raw));
                break;
        }
    }

    private JsonNode? Value(List<JsonNode?> nodes, byte[][] others, List<(string, string)> raw) =>
        random.Next(10) switch
        {
            0 or 1 => nodes[random.Next(nodes.Count)]?.DeepClone(),
            2 => Of(others),
            3 => new string('x', random.Next(1, 5_000)),
            4 => Nested(random.Next(1, 300)),
            _ => Marker(raw, Values[random.Next(Values.Length)]),
        };

    /// <summary>Some part of another body.</summary>
    private JsonNode? Of(byte[][] others)
    {
        if (others.Length == 0 || Parse(others[random.Next(others.Length)]) is not { } other)
            return null;
        List<JsonNode?> nodes = [];
        Collect(other, nodes);
        return nodes[random.Next(nodes.Count)]?.DeepClone();
    }

    private static JsonArray Nested(int depth)
    {
        JsonArray inner = [];
        for (; depth > 0; depth--)
            inner = new JsonArray(inner);
        return inner;
    }

    /// <summary>A text that stands for JSON that no node can hold.</summary>
    private static JsonValue Marker(List<(string, string)> raw, string json)
    {
        var marker = $"@fuzz{raw.Count}@";
        raw.Add(($"\"{marker}\"", json));
        return JsonValue.Create(marker);
    }

    private static void Collect(JsonNode? node, List<JsonNode?> nodes)
    {
        nodes.Add(node);
        if (node is JsonObject members)
            foreach (var member in members)
                Collect(member.Value, nodes);
        else if (node is JsonArray items)
            foreach (var item in items)
                Collect(item, nodes);
    }

    public byte[] MutateBytes(ReadOnlySpan<byte> body)
    {
        List<byte> bytes = [.. body];
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(bytes.Count - at, 20) + 1));
                    break;
                case 2 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(0, Math.Min(bytes.Count, random.Next(40))));
                    break;
                default:
                    bytes.Insert(at, " \n\r\t\"{}[]:,\\0-\xff"u8[random.Next(15)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
