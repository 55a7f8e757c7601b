using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// A conversation of chat in the form of Messages: system texts first, then turns of user and assistant alternately. Adjacent messages of
/// chat (results of tools, the user's text after them, an instruction) become one turn of the user.
/// </summary>
internal sealed class AlternatingTurns
{
    private readonly ContentBlocksFromChat blocks;
    private readonly List<CachedBlock> system = [];
    private readonly List<Turn> turns = [];

    private AlternatingTurns(FunctionNames names) => blocks = new ContentBlocksFromChat(names);

    /// <param name="takesPrefill">
    /// Whether the model goes on from the assistant's text where that is the last. Others refuse it and demand a turn of the user.
    /// </param>
    public static AlternatingTurns From(JsonField messages, FunctionNames names, bool takesPrefill)
    {
        var conversation = new AlternatingTurns(names);
        foreach (var message in messages.Items())
            conversation.Add(message);
        if (conversation.turns.Count == 0)
            conversation.MoveInstructionsToUser();
        if (conversation.turns[^1].Role == "assistant")
            conversation.EndWithAssistant(takesPrefill);
        return conversation;
    }

    /// <summary>The markers for Anthropic's cache, in the order of the prompt.</summary>
    public IEnumerable<JsonField> Marks =>
        system.Concat(turns.SelectMany(turn => turn.Results.Concat(turn.Blocks))).Select(block => block.Cache).OfType<JsonField>();

    /// <summary>Adds an instruction of ours behind those of the client.</summary>
    public void Instruct(string text) => system.Add(ContentBlocksFromChat.Text(text));

    /// <summary>Writes the members <c>system</c> and <c>messages</c>.</summary>
    public void Write(Utf8JsonWriter writer, CacheMarks marks)
    {
        if (system.Count > 0)
            WriteAll("system", system, writer, marks);
        writer.WriteStartArray("messages");
        if (turns[0].Role == "assistant")
            // For example a greeting. In Messages the user begins.
            WriteTurn("user", [ContentBlocksFromChat.Text("(The assistant begins.)")], writer, marks);
        foreach (var turn in turns)
            WriteTurn(turn.Role, [.. turn.Results, .. turn.Blocks], writer, marks);
        writer.WriteEndArray();
    }

    /// <summary>Chat answers instructions alone; Messages needs a turn of the user, which they become.</summary>
    private void MoveInstructionsToUser()
    {
        if (system.Count == 0)
            throw new UntranslatableException("messages", "No message has any text. Send at least one that says something.");
        TurnOf("user").Blocks.AddRange(system);
        system.Clear();
    }

    private void EndWithAssistant(bool takesPrefill)
    {
        var last = turns[^1].Blocks;
        // Anthropic refuses white space at the end of a text that its model is to go on from.
        if (last[^1] is { Text: { } text } block)
            last[^1] = ContentBlocksFromChat.Text(text.TrimEnd(), block.Cache);
        if (!takesPrefill)
            TurnOf("user").Blocks.Add(ContentBlocksFromChat.Text("(The assistant continues.)"));
    }

    private void Add(JsonField message)
    {
        var role = message.Need("role");
        switch (role.Text())
        {
            case "system" or "developer":
                AddInstruction(message);
                break;
            case "user":
                Add("user", ContentBlocksFromChat.FromUser(message));
                break;
            case "assistant":
                Add("assistant", blocks.FromAssistant(message));
                break;
            case "tool":
                // Anthropic demands results before the other content of the user's turn.
                TurnOf("user").Results.Add(blocks.Result(message));
                break;
            case "function":
                throw role.Refused($"{role.Path}: function is the old form of tool results. Use tools and the role tool.");
            default:
                throw role.Wrong("system, developer, user, assistant or tool");
        }
    }

    /// <summary>
    /// Before the first turn it belongs to <c>system</c>. Later it stays in its place, as a tagged text of the user: the role system within
    /// messages is known to the newest models only, and in few places. Anthropic's models are trained on this tag.
    /// </summary>
    private void AddInstruction(JsonField message)
    {
        if (turns.Count == 0)
            system.AddRange(ContentBlocksFromChat.FromInstruction(message, text => text));
        else
            Add("user", ContentBlocksFromChat.FromInstruction(message, text => $"<system-reminder>\n{text}\n</system-reminder>"));
    }

    /// <summary>Anthropic refuses empty texts; a message that has no other content is dropped.</summary>
    private void Add(string role, CachedBlock[] content)
    {
        if (content.Length > 0)
            TurnOf(role).Blocks.AddRange(content);
    }

    private Turn TurnOf(string role)
    {
        if (turns.Count == 0 || turns[^1].Role != role)
            turns.Add(new Turn(role, [], []));
        return turns[^1];
    }

    private static void WriteTurn(string role, List<CachedBlock> content, Utf8JsonWriter writer, CacheMarks marks)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        WriteAll("content", content, writer, marks);
        writer.WriteEndObject();
    }

    private static void WriteAll(string name, List<CachedBlock> content, Utf8JsonWriter writer, CacheMarks marks)
    {
        writer.WriteStartArray(name);
        foreach (var block in content)
            block.Write(writer, marks);
        writer.WriteEndArray();
    }

    private sealed record Turn(string Role, List<CachedBlock> Results, List<CachedBlock> Blocks);
}
