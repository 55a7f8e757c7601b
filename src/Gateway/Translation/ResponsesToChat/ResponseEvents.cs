using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Writes the events of a Responses stream, each with its type and sequence number.</summary>
internal sealed class ResponseEvents
{
    /// <summary>The sequence number of the next event.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Receives the events that the upstream's current event becomes; null where the answer came whole, and nobody reads any.</summary>
    public IBufferWriter<byte>? Output { get; set; }

    /// <param name="type">For example <c>response.created</c>.</param>
    public void Write(ReadOnlySpan<byte> type, Action<Utf8JsonWriter> members)
    {
        if (Output is null)
            return;
        Output.Write("event: "u8);
        Output.Write(type);
        Output.Write("\ndata: "u8);
        using (var json = new Utf8JsonWriter(Output, TranslatedJson.Writing))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteNumber("sequence_number"u8, NextSequence++);
            members(json);
            json.WriteEndObject();
        }

        Output.Write("\n\n"u8);
    }

    /// <summary>An event about something inside an item.</summary>
    /// <param name="place">For example <c>content_index</c>; null where an item holds one thing only.</param>
    public void WriteOf(OutputItem item, ReadOnlySpan<byte> type, (string Name, int Index)? place, Action<Utf8JsonWriter> members) =>
        Write(
            type,
            json =>
            {
                json.WriteString("item_id", item.Id);
                json.WriteNumber("output_index", item.Index);
                if (place is { } at)
                    json.WriteNumber(at.Name, at.Index);
                members(json);
            }
        );
}
