using System.Text.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Writes a reference to a function in chat.</summary>
internal static class ChatFunction
{
    public static void WriteNamed(Utf8JsonWriter json, string member, string name)
    {
        json.WriteStartObject(member);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
