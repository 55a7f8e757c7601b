using System.Text.Json;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Chat;

/// <summary>Reads <c>messages</c>.</summary>
internal static class ChatMessages
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];

    /// <exception cref="Refusal">There is no message, or an item is not one.</exception>
    public static void Check(JsonElement messages)
    {
        if (messages.GetArrayLength() == 0)
        {
            throw new Refusal(
                OpenAIError.Invalid("Invalid 'messages': empty array. Expected an array with minimum length 1.", "messages", "empty_array")
            );
        }

        foreach (var (index, message) in messages.EnumerateArray().Index())
        {
            if (message.ValueKind != JsonValueKind.Object)
                throw RequestFields.WrongType($"messages[{index}]", "an object", message);
            if (!message.TryField("role", out var role))
                throw RequestFields.Missing($"messages[{index}].role");
            if (role.ValueKind != JsonValueKind.String || !Roles.Any(role.ValueEquals))
                throw UnknownRole(index, role);
        }
    }

    /// <summary>The text of the last message of <paramref name="role"/>; null without one.</summary>
    public static string? LastText(JsonElement messages, string role)
    {
        for (var i = messages.GetArrayLength() - 1; i >= 0; i--)
        {
            if (IsFrom(messages[i], role))
                return Text(messages[i]);
        }

        return null;
    }

    public static bool IsFrom(JsonElement message, string role) => message.GetProperty("role").ValueEquals(role);

    /// <summary>The text of a message; the text parts of content in parts, one a line.</summary>
    public static string Text(JsonElement message)
    {
        if (!message.TryField("content", out var content))
            return "";
        return content.ValueKind switch
        {
            JsonValueKind.String => content.Text(),
            JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(PartText).OfType<string>()),
            _ => throw RequestFields.WrongType("messages.content", "a string or an array", content),
        };
    }

    private static string? PartText(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryField("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.Text()
            : null;

    private static Refusal UnknownRole(int index, JsonElement role) =>
        new(
            OpenAIError.Invalid(
                $"Invalid value: {role.GetRawText()}. Supported values are: {string.Join(", ", Roles)}.",
                $"messages[{index}].role",
                "invalid_value"
            )
        );
}
