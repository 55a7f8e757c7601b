using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// A conversation of chat in the form of Messages: system texts first, then turns of user and assistant alternately. Adjacent messages of
/// chat (results of tools, the user's text after them, an instruction) become one turn of the user.
/// </summary>
internal sealed class AlternatingTurns
{
    private readonly List<Action<Utf8JsonWriter>> system = [];
    private readonly List<Turn> turns = [];

    public static AlternatingTurns From(JsonField messages)
    {
        var conversation = new AlternatingTurns();
        foreach (var message in messages.Items())
            conversation.Add(message);
        return conversation;
    }

    /// <summary>Writes the members <c>system</c> and <c>messages</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        if (turns.Count == 0)
            MoveInstructionsToUser();
        if (system.Count > 0)
            WriteAll("system", system, writer);
        writer.WriteStartArray("messages");
        if (turns[0].Role == "assistant")
            // For example a greeting. In Messages the user begins.
            WriteTurn("user", [ContentBlocksFromChat.Text("(The assistant begins.)")], writer);
        foreach (var turn in turns)
            WriteTurn(turn.Role, [.. turn.Results, .. turn.Blocks], writer);
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
                Add("assistant", ContentBlocksFromChat.FromAssistant(message));
                break;
            case "tool":
                // Anthropic demands results before the other content of the user's turn.
                TurnOf("user").Results.Add(ContentBlocksFromChat.Result(message));
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
        var texts = ContentBlocksFromChat.Texts(message.Need("content"));
        if (turns.Count == 0)
            system.AddRange(texts.Select(text => ContentBlocksFromChat.Text(text)));
        else
            Add("user", [.. texts.Select(text => ContentBlocksFromChat.Text($"<system-reminder>\n{text}\n</system-reminder>"))]);
    }

    /// <summary>Anthropic refuses empty texts; a message that has no other content is dropped.</summary>
    private void Add(string role, Action<Utf8JsonWriter>[] blocks)
    {
        if (blocks.Length > 0)
            TurnOf(role).Blocks.AddRange(blocks);
    }

    private Turn TurnOf(string role)
    {
        if (turns.Count == 0 || turns[^1].Role != role)
            turns.Add(new Turn(role, [], []));
        return turns[^1];
    }

    private static void WriteTurn(string role, List<Action<Utf8JsonWriter>> blocks, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        WriteAll("content", blocks, writer);
        writer.WriteEndObject();
    }

    private static void WriteAll(string name, List<Action<Utf8JsonWriter>> blocks, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(name);
        foreach (var block in blocks)
            block(writer);
        writer.WriteEndArray();
    }

    private sealed record Turn(string Role, List<Action<Utf8JsonWriter>> Results, List<Action<Utf8JsonWriter>> Blocks);
}
