using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Converts an item that is a tool call to a call of chat.</summary>
internal static class ChatCallFromItem
{
    /// <summary>Writes the members of a call.</summary>
    /// <param name="withInput">Whether with its input; in a stream the input follows in pieces.</param>
    public static void Write(Utf8JsonWriter json, JsonField item, FunctionNames names, bool withInput)
    {
        var isCustom = IsCustom(item);
        json.WriteString("id", item.Text("call_id") ?? item.NeedText("id"));
        json.WriteString("type", isCustom ? "custom" : "function");
        json.WriteStartObject(isCustom ? "custom" : "function");
        json.WriteString("name", names.ToClient(item.NeedText("name")));
        json.WriteLongString(InputName(isCustom), withInput ? Input(item) : "");
        json.WriteEndObject();
    }

    public static bool IsCall(JsonField item) => item.Text("type") is "function_call" or "custom_tool_call";

    public static bool IsCustom(JsonField item) => item.Text("type") == "custom_tool_call";

    public static string InputName(bool isCustom) => isCustom ? "input" : "arguments";

    /// <summary>The whole input of a call.</summary>
    public static string Input(JsonField item) => item[InputName(IsCustom(item))]?.TextOrJson() ?? "";
}
