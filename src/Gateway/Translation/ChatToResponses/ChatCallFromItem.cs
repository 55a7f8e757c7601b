using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>A call in a response, as chat tells it.</summary>
internal static class ChatCallFromItem
{
    /// <summary>The members of a call that name it.</summary>
    /// <param name="withInput">With what it is called; in a stream that follows piece by piece.</param>
    public static void Write(Utf8JsonWriter json, RawNode item, bool withInput)
    {
        var isCustom = IsCustom(item);
        json.WriteString("id", item.NeedText("call_id"));
        json.WriteString("type", isCustom ? "custom" : "function");
        json.WriteStartObject(isCustom ? "custom" : "function");
        json.WriteString("name", item.NeedText("name"));
        json.WriteString(InputName(isCustom), withInput ? Input(item) : "");
        json.WriteEndObject();
    }

    public static bool IsCall(RawNode item) => item.Text("type") is "function_call" or "custom_tool_call";

    public static bool IsCustom(RawNode item) => item.Text("type") == "custom_tool_call";

    public static string InputName(bool isCustom) => isCustom ? "input" : "arguments";

    /// <summary>All that it is called with.</summary>
    public static string Input(RawNode item) => item.Text(InputName(IsCustom(item))) ?? "";
}
