using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Gateway.Settlement;

[JsonSerializable(typeof(PendingSettlement))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>Text that is kept as UTF-8, the form in which Redis is sent it; in the journal it is a JSON string.</summary>
internal sealed class Utf8TextConverter : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Encoding.UTF8.GetBytes(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
