using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Replay;

/// <summary>The events of a response, numbered from 0.</summary>
internal sealed class ResponseReplay(ReplayedEvents events)
{
    private long next;

    public void Read(JsonField response)
    {
        var last = response.Text("status") switch
        {
            null or "completed" => "response.completed",
            "incomplete" => "response.incomplete",
            "failed" => "response.failed",
            var status => throw new JsonException($"A response that is {status} is no answer."),
        };
        Add("response.created", json => WriteBegun(json, response));
        Add("response.in_progress", json => WriteBegun(json, response));
        foreach (var (index, item) in response.Need("output").Items().Index())
            new ItemReplay(this, item, index).Read();
        Add(last, json => json.WriteField("response", response));
    }

    public void Add(string type, Action<Utf8JsonWriter> members) =>
        events.Add(
            type,
            json =>
            {
                json.WriteString("type", type);
                json.WriteNumber("sequence_number", next++);
                members(json);
            }
        );

    /// <summary>The response before it has output.</summary>
    private static void WriteBegun(Utf8JsonWriter json, JsonField response)
    {
        json.WriteStartObject("response");
        foreach (var (name, value) in response.Members())
            switch (name)
            {
                case "status" or "output":
                    break;
                case "usage" or "completed_at" or "incomplete_details" or "error":
                    json.WriteNull(name);
                    break;
                default:
                    json.WriteField(name, value);
                    break;
            }

        json.WriteString("status", "in_progress");
        json.WriteStartArray("output");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
