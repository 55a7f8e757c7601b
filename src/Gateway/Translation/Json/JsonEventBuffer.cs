using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Platform.Gateway.Translation.Json;

/// <summary>
/// Collects the events that one upstream event becomes, and hands them out when all of it was read: a caller never gets part of them.
/// </summary>
internal sealed class JsonEventBuffer
{
    private readonly ArrayBufferWriter<byte> events = new();

    /// <param name="name">The event's name; null where the protocol has none.</param>
    /// <param name="write">Writes the members of the data's object.</param>
    public void Add(string? name, Action<Utf8JsonWriter> write)
    {
        if (name is not null)
            events.Write(Encoding.UTF8.GetBytes($"event: {name}\n"));
        events.Write("data: "u8);
        using (var json = new Utf8JsonWriter(events, TranslatedJson.Writing))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        events.Write("\n\n"u8);
    }

    public void AddRaw(ReadOnlySpan<byte> sse) => events.Write(sse);

    public void MoveTo(IBufferWriter<byte> output)
    {
        output.Write(events.WrittenSpan);
        events.ResetWrittenCount();
    }
}
