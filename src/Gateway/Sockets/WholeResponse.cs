using System.Text.Json;

namespace Platform.Gateway.Sockets;

/// <summary>A response that an upstream sent in one piece, although a stream was asked for, as the events that agents need of one. Pure.</summary>
internal static class WholeResponse
{
    public static IEnumerable<byte[]> Events(ReadOnlyMemory<byte> response)
    {
        using var document = JsonDocument.Parse(response, new JsonDocumentOptions { MaxDepth = 256 });
        var root = document.RootElement;
        var status = root.TryGetProperty("status"u8, out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
        List<byte[]> events = [Event("response.created", 0, json => Response(json, root))];
        if (root.TryGetProperty("output"u8, out var output) && output.ValueKind == JsonValueKind.Array)
            foreach (var (index, item) in output.EnumerateArray().Index())
                events.Add(Event("response.output_item.done", events.Count, json => Item(json, index, item)));
        var type = status is "failed" or "incomplete" ? "response." + status : "response.completed";
        events.Add(Event(type, events.Count, json => Response(json, root)));
        return events;
    }

    private static void Response(Utf8JsonWriter json, JsonElement response)
    {
        json.WritePropertyName("response");
        response.WriteTo(json);
    }

    private static void Item(Utf8JsonWriter json, int index, JsonElement item)
    {
        json.WriteNumber("output_index", index);
        json.WritePropertyName("item");
        item.WriteTo(json);
    }

    private static byte[] Event(string type, int number, Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteNumber("sequence_number", number);
            write(json);
            json.WriteEndObject();
        }

        return text.ToArray();
    }
}
