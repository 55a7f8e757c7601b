using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// A tool call, under the name that the client knows. The arguments of a function are sent as they come, and so is the text for a custom
/// tool inside them; a search has no events for that and is sent when it is whole.
/// </summary>
internal sealed class CallItem(int index, string id, ToolName tool, string callId) : OutputItem(index, id)
{
    private readonly StringBuilder arguments = new();
    private readonly StreamedInput pieces = new();
    private readonly StringBuilder sent = new();

    public string CallId => callId;

    /// <summary>The prefix of the item's id.</summary>
    public static string Prefix(ToolKind kind) =>
        kind switch
        {
            ToolKind.Custom => "ctc",
            ToolKind.Search => "tsc",
            _ => "fc",
        };

    public void Say(ResponseEvents events, string delta)
    {
        arguments.Append(delta);
        if (tool.Kind == ToolKind.Function)
            events.WriteOf(this, "response.function_call_arguments.delta"u8, null, json => json.WriteString("delta", delta));
        else if (tool.Kind == ToolKind.Custom)
            SayInput(events, pieces.Next(delta));
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString(
            "type",
            tool.Kind switch
            {
                ToolKind.Custom => "custom_tool_call",
                ToolKind.Search => "tool_search_call",
                _ => "function_call",
            }
        );
        json.WriteString("status", Status);
        json.WriteString("call_id", callId);
        if (tool.Kind == ToolKind.Search)
            WriteSearch(json);
        else
            WriteNamed(json);
        json.WriteEndObject();
    }

    protected override void EndParts(ResponseEvents events)
    {
        var whole = arguments.ToString();
        if (tool.Kind == ToolKind.Function)
        {
            events.WriteOf(
                this,
                "response.function_call_arguments.done"u8,
                null,
                json =>
                {
                    json.WriteString("name", tool.Name);
                    json.WriteLongString("arguments", whole);
                }
            );
        }
        else if (tool.Kind == ToolKind.Custom)
        {
            var input = CallArguments.Unwrapped(whole);
            // What could not be sent early.
            if (input.StartsWith(sent.ToString(), StringComparison.Ordinal))
                SayInput(events, input[sent.Length..]);
            events.WriteOf(this, "response.custom_tool_call_input.done"u8, null, json => json.WriteLongString("input", input));
        }
    }

    private void SayInput(ResponseEvents events, string text)
    {
        if (text.Length == 0)
            return;
        sent.Append(text);
        events.WriteOf(this, "response.custom_tool_call_input.delta"u8, null, json => json.WriteString("delta", text));
    }

    private void WriteSearch(Utf8JsonWriter json)
    {
        json.WriteString("execution", "client");
        CallArguments.WriteObject(json, "arguments", arguments.ToString());
    }

    private void WriteNamed(Utf8JsonWriter json)
    {
        json.WriteString("name", tool.Name);
        if (tool.Namespace is not null)
            json.WriteString("namespace", tool.Namespace);
        if (tool.Kind == ToolKind.Function)
            json.WriteLongString("arguments", arguments.ToString());
        else
            json.WriteLongString("input", CallArguments.Unwrapped(arguments.ToString()));
    }
}
