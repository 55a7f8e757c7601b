using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Converts the messages of a chat to the items of <c>input</c>, in their order.</summary>
internal sealed class InputItemsFromChat(Utf8JsonWriter json, FunctionNames names)
{
    /// <summary>Ids of calls of custom tools; their results are items of their own type.</summary>
    private readonly HashSet<string> customCalls = [];

    public void Write(JsonField body)
    {
        json.WriteStartArray("input");
        foreach (var message in body.Need("messages").Items())
            WriteMessage(message);
        json.WriteEndArray();
    }

    private void WriteMessage(JsonField message)
    {
        switch (message.NeedText("role"))
        {
            case "user" or "system" or "developer":
                ForbidName(message);
                WriteItem(
                    message.NeedText("role"),
                    () => ItemContentFromChat.Write(json, "content", message.Need("content"), "input_text")
                );
                break;
            case "assistant":
                ForbidName(message);
                WriteAssistant(message);
                break;
            case "tool":
                WriteResult(message);
                break;
            case var other:
                throw new UntranslatableException(
                    $"{message.Path}.role",
                    $"{message.Path}.role is '{other}'; send system, developer, user, assistant or tool."
                );
        }
    }

    private void WriteAssistant(JsonField message)
    {
        foreach (var name in (string[])["audio", "function_call"])
            if (message[name] is { } given)
                throw new UntranslatableException(
                    given.Path,
                    $"{given.Path} cannot be sent to this model's provider, which speaks Responses."
                );
        if (message["content"] is { } content && !content.Is(""))
            WriteItem("assistant", () => ItemContentFromChat.Write(json, "content", content, "output_text"));
        if (message["refusal"] is { } refusal)
            WriteItem("assistant", () => WriteRefusal(refusal));
        foreach (var call in message.Items("tool_calls"))
            WriteCall(call);
    }

    private void WriteRefusal(JsonField refusal)
    {
        json.WriteStartArray("content");
        ItemContentFromChat.WriteRefusal(json, refusal);
        json.WriteEndArray();
    }

    private void WriteItem(string role, Action writeContent)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteString("role", role);
        writeContent();
        json.WriteEndObject();
    }

    private void WriteCall(JsonField call)
    {
        var isCustom = (call.Text("type") ?? "function") switch
        {
            "function" => false,
            "custom" => true,
            var other => throw new UntranslatableException($"{call.Path}.type", $"{call.Path}.type is '{other}'; send function or custom."),
        };
        var called = call.Need(isCustom ? "custom" : "function");
        if (isCustom)
            customCalls.Add(call.NeedText("id"));
        json.WriteStartObject();
        json.WriteString("type", isCustom ? "custom_tool_call" : "function_call");
        CallId.Write(json, "call_id", call.Need("id"));
        names.Write(json, "name", called.Need("name"));
        json.WriteField(isCustom ? "input" : "arguments", called.Need(isCustom ? "input" : "arguments"));
        json.WriteEndObject();
    }

    private void WriteResult(JsonField message)
    {
        var id = message.NeedText("tool_call_id");
        json.WriteStartObject();
        json.WriteString("type", customCalls.Contains(id) ? "custom_tool_call_output" : "function_call_output");
        CallId.Write(json, "call_id", message.Need("tool_call_id"));
        ItemContentFromChat.Write(json, "output", message.Need("content"), "input_text");
        json.WriteEndObject();
    }

    private static void ForbidName(JsonField message)
    {
        if (message["name"] is { } name)
            throw new UntranslatableException(
                name.Path,
                $"{name.Path} cannot be sent to this model's provider, which knows no names of speakers. Say who speaks in the text itself."
            );
    }
}
