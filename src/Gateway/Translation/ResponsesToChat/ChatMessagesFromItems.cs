using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Converts <c>instructions</c> and <c>input</c> to the messages of a chat. Developer messages become system messages, which every chat
/// upstream knows and which mean the same.
/// </summary>
internal sealed class ChatMessagesFromItems(Utf8JsonWriter json, ToolNames names)
{
    private readonly ToolOutput outputs = new(json, names);
    private AssistantTurn turn = new(names);
    private ToolResults results = new([]);

    public void Write(JsonField body)
    {
        json.WriteStartArray("messages");
        if (body["instructions"] is { } instructions)
            WriteMessage("system", instructions.IsText ? instructions : throw instructions.Wrong("a text"));
        var input = body.Need("input");
        if (input.IsText)
            WriteMessage("user", input);
        else if (input.Items().Any())
            WriteItems([.. input.Items()]);
        else
            throw input.Wrong("a text or a list of at least one item");
        json.WriteEndArray();
    }

    public static string TypeOf(JsonField item) => item.Text("type") ?? (item["role"] is null ? item.NeedText("type") : "message");

    private void WriteItems(JsonField[] items)
    {
        results = new ToolResults(items);
        foreach (var (at, item) in items.Index())
        {
            if (!ToolResults.IsResult(item))
                WriteItem(item, at);
            else if (!results.IsTaken(at))
                WriteResult(item, at);
        }

        EndTurn();
    }

    private void WriteItem(JsonField item, int at)
    {
        switch (TypeOf(item))
        {
            case "message":
                WriteMessage(item);
                break;
            case "reasoning":
                turn.AddReasoning(item);
                break;
            case "function_call":
                turn.Call(new ToolName(ToolKind.Function, item.Text("namespace"), item.NeedText("name")), item, at);
                break;
            case "custom_tool_call":
                turn.Call(new ToolName(ToolKind.Custom, item.Text("namespace"), item.NeedText("name")), item, at);
                break;
            case "tool_search_call" when item.Text("execution") != "server" && item.Text("call_id") is not null:
                turn.Call(ToolName.Search, item, at);
                break;
            case "additional_tools":
                // ChatRequestFromResponses has read them with the other tools.
                break;
            case "compaction_trigger":
                throw new UntranslatableException(
                    $"{item.Path}.type",
                    $"{item.Path} asks the server to compact the conversation, which this model's upstream cannot. "
                        + "In Codex, use a model_provider of your own: it then compacts by itself."
                );
            case var other:
                throw new UntranslatableException(
                    $"{item.Path}.type",
                    $"{item.Path} is of type '{other}', which this model's protocol has no words for. "
                        + "Start a new conversation, or use a model whose upstream speaks Responses."
                );
        }
    }

    private void WriteMessage(JsonField item)
    {
        var content = item.Need("content");
        switch (item.NeedText("role"))
        {
            case "assistant":
                if (!turn.TakesText)
                    EndTurn();
                turn.Say(content);
                break;
            case "user":
                EndTurn();
                WriteMessage("user", content);
                break;
            case "system" or "developer":
                EndTurn();
                WriteMessage("system", content);
                break;
            case var other:
                throw new UntranslatableException(
                    $"{item.Path}.role",
                    $"{item.Path}.role is '{other}'; send user, assistant, system or developer."
                );
        }
    }

    private void WriteMessage(string role, JsonField content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        MessageContent.Write(json, content);
        json.WriteEndObject();
    }

    /// <summary>A result without a call before it is written where it stands; the upstream refuses it.</summary>
    private void WriteResult(JsonField item, int at)
    {
        EndTurn();
        if (results.IsTaken(at))
            return;
        outputs.Write(item);
        outputs.WriteAttached();
    }

    private void EndTurn()
    {
        if (!turn.IsEmpty)
        {
            turn.Write(json);
            foreach (var (id, at) in turn.Calls)
                if (results.Take(id, at) is { } result)
                    outputs.Write(result);
            outputs.WriteAttached();
        }
        else
        {
            turn.LeaveOut();
        }

        turn = new AssistantTurn(names);
    }
}
