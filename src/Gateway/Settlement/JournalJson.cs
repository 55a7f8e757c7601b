using System.Text.Json.Serialization;

namespace Platform.Gateway.Settlement;

[JsonSerializable(typeof(PendingSettlement))]
internal sealed partial class JournalJson : JsonSerializerContext;
