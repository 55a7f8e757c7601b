using System.Text.Json;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Messages;

/// <summary>Reads <c>messages</c>. Blocks of unknown types are ignored.</summary>
internal static class MessageBlocks
{
    private static readonly string[] Roles = ["user", "assistant", "system"];

    /// <exception cref="Refusal">There is no message, or an item is not one.</exception>
    public static void Check(JsonElement messages)
    {
        if (messages.GetArrayLength() == 0)
            throw new Refusal(OpenAIError.Invalid("messages: at least one message is required", "messages"));
        foreach (var (index, message) in messages.EnumerateArray().Index())
        {
            if (message.ValueKind != JsonValueKind.Object)
                throw RequestFields.WrongType($"messages.{index}", "an object", message);
            var role = message.Field("role", "a string", JsonValueKind.String) ?? throw RequestFields.Missing($"messages.{index}.role");
            if (!Roles.Any(role.ValueEquals))
                throw new Refusal(OpenAIError.Invalid($"messages.{index}.role: Input should be 'user' or 'assistant'", "messages"));
            if (message.Field("content", "a string or an array", JsonValueKind.String, JsonValueKind.Array) is null)
                throw RequestFields.Missing($"messages.{index}.content");
        }
    }

    /// <summary>
    /// The text of the user's last message, and the tool result in that message, if any. Of several texts it is the last, because clients
    /// put their own additions before it.
    /// </summary>
    public static (string User, string? Result) LastUserTurn(JsonElement messages)
    {
        string? text = null;
        for (var i = messages.GetArrayLength() - 1; i >= 0; i--)
        {
            if (!messages[i].GetProperty("role").ValueEquals("user"))
                continue;
            if (Result(messages[i]) is { } result)
                return (text ?? "", result);
            text = LastText(messages[i].GetProperty("content"));
            if (text is not null)
                return (text, null);
        }

        return ("", null);
    }

    private static string? Result(JsonElement message)
    {
        var content = message.GetProperty("content");
        if (content.ValueKind != JsonValueKind.Array)
            return null;
        var results = content.EnumerateArray().Where(block => IsOfType(block, "tool_result")).ToArray();
        return results is [] ? null
            : results[^1].TryField("content", out var said) ? LastText(said) ?? ""
            : "";
    }

    private static string? LastText(JsonElement content) =>
        content.ValueKind switch
        {
            JsonValueKind.String => content.Text(),
            JsonValueKind.Array => content
                .EnumerateArray()
                .Where(block => IsOfType(block, "text") && block.TryField("text", out _))
                .Select(block => block.Field("text", "a string", JsonValueKind.String)?.Text())
                .LastOrDefault(),
            _ => throw RequestFields.WrongType("messages.content", "a string or an array", content),
        };

    private static bool IsOfType(JsonElement block, string type) =>
        block.ValueKind == JsonValueKind.Object
        && block.TryField("type", out var kind)
        && kind.ValueKind == JsonValueKind.String
        && kind.ValueEquals(type);
}
