using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.FakeUpstream.Messages;

/// <summary>What Anthropic demands of texts, and of calls and their results.</summary>
internal static partial class ContentRules
{
    public static void Check(JsonElement body, JsonElement messages)
    {
        if (MessagesRules.Member(body, "system") is { ValueKind: JsonValueKind.Array } system)
            CheckTexts(system, "system");
        foreach (var message in messages.EnumerateArray())
            CheckTexts(message.GetProperty("content"), "messages");
        CheckEnd(messages[messages.GetArrayLength() - 1]);
        CheckCalls(messages);
    }

    private static void CheckTexts(JsonElement content, string member)
    {
        foreach (var text in Blocks(content, "text").Select(block => MessagesRules.Member(block, "text")?.ToString()))
        {
            if (text is "")
                throw MessagesRules.Invalid($"{member}: text content blocks must be non-empty");
            if (string.IsNullOrWhiteSpace(text))
                throw MessagesRules.Invalid($"{member}: text content blocks must contain non-whitespace text");
        }
    }

    private static void CheckEnd(JsonElement last)
    {
        if (!last.GetProperty("role").ValueEquals("assistant"))
            return;
        var content = last.GetProperty("content");
        var text =
            content.ValueKind == JsonValueKind.String ? content.ToString()
            : content.EnumerateArray().LastOrDefault() is { ValueKind: JsonValueKind.Object } block
                ? MessagesRules.Member(block, "text")?.ToString()
            : null;
        if (text is { Length: > 0 } && char.IsWhiteSpace(text[^1]))
            throw MessagesRules.Invalid("messages: final assistant content cannot end with trailing whitespace");
    }

    /// <summary>A message that carries results follows the one with their calls; instructions between them do not count.</summary>
    private static void CheckCalls(JsonElement messages)
    {
        List<string> open = [];
        HashSet<string> seen = [];
        var turns = messages.EnumerateArray().Index().Where(message => !message.Item.GetProperty("role").ValueEquals("system"));
        foreach (var (index, message) in turns)
        {
            var content = message.GetProperty("content");
            foreach (var (at, id) in Ids(content, "tool_result", "tool_use_id"))
                if (!open.Remove(id))
                    throw MessagesRules.Invalid(
                        $"messages.{index}.content.{at}: unexpected `tool_use_id` found in `tool_result` blocks: {id}. "
                            + "Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
                    );
            if (open.Count > 0)
                throw MessagesRules.Invalid(
                    $"messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately after: "
                        + $"{string.Join(", ", open)}. Each `tool_use` block must have a corresponding `tool_result` block in the next message."
                );
            foreach (var (at, id) in Ids(content, "tool_use", "id"))
            {
                if (!Id().IsMatch(id))
                    throw MessagesRules.Invalid(
                        $"messages.{index}.content.{at}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"
                    );
                if (!seen.Add(id))
                    throw MessagesRules.Invalid($"messages.{index}.content.{at}: `tool_use` ids must be unique");
                open.Add(id);
            }
        }
    }

    private static IEnumerable<(int At, string Id)> Ids(JsonElement content, string type, string member) =>
        from block in (content.ValueKind == JsonValueKind.Array ? content.EnumerateArray() : default).Index()
        where IsOfType(block.Item, type)
        select (block.Index, MessagesRules.Member(block.Item, member)?.ToString() ?? "");

    private static IEnumerable<JsonElement> Blocks(JsonElement content, string type) =>
        content.ValueKind == JsonValueKind.Array ? content.EnumerateArray().Where(block => IsOfType(block, type)) : [];

    private static bool IsOfType(JsonElement block, string type) => MessagesRules.Member(block, "type")?.ToString() == type;

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex Id();
}
