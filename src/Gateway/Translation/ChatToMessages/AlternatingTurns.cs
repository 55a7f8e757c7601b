using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// A conversation of chat as Messages has it: system texts first, then turns of user and assistant by turns. What stands side by side in
/// chat (results of tools, what the user says after them, an instruction) is one turn of the user.
/// </summary>
internal sealed class AlternatingTurns
{
    private readonly List<Action<Utf8JsonWriter>> system = [];
    private readonly List<Turn> turns = [];

    public static AlternatingTurns Of(JsonField messages)
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
            LetInstructionsSpeak();
        if (system.Count > 0)
            WriteAll("system", system, writer);
        writer.WriteStartArray("messages");
        if (turns[0].Role == "assistant")
            // A greeting, say. Messages wants the user to begin.
            WriteTurn("user", [ContentBlocksFromChat.Text("(The assistant begins.)")], writer);
        foreach (var turn in turns)
            WriteTurn(turn.Role, [.. turn.Results, .. turn.Blocks], writer);
        writer.WriteEndArray();
    }

    /// <summary>Chat answers to instructions alone; Messages needs somebody who says something.</summary>
    private void LetInstructionsSpeak()
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
                Add("user", ContentBlocksFromChat.OfUser(message));
                break;
            case "assistant":
                Add("assistant", ContentBlocksFromChat.OfAssistant(message));
                break;
            case "tool":
                // Anthropic wants results before anything else the user says.
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
    /// messages is known to the newest models only, and at few places. The tag is the one such models are used to.
    /// </summary>
    private void AddInstruction(JsonField message)
    {
        var texts = ContentBlocksFromChat.Texts(message.Need("content"));
        if (turns.Count == 0)
            system.AddRange(texts.Select(text => ContentBlocksFromChat.Text(text)));
        else
            Add("user", [.. texts.Select(text => ContentBlocksFromChat.Text($"<system-reminder>\n{text}\n</system-reminder>"))]);
    }

    /// <summary>Empty texts are refused by Anthropic, and a message of nothing else says nothing.</summary>
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
