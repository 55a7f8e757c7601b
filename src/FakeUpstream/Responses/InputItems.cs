using System.Text.Json;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>Reads <c>input</c>. Items of unknown types are ignored.</summary>
internal static class InputItems
{
    /// <summary>
    /// The text of the user's last message, and the tool output after it, if any. Of a message in parts it is the last text, because
    /// clients put their own additions before it.
    /// </summary>
    /// <exception cref="Refusal">There is no item, or one is no object.</exception>
    public static (string User, string? Result) LastUserTurn(JsonElement input)
    {
        if (input.GetArrayLength() == 0)
            throw new Refusal(OpenAIError.Invalid("Invalid 'input': empty array.", "input", "empty_array"));
        string? user = null,
            result = null;
        foreach (var (index, item) in input.EnumerateArray().Index())
        {
            if (item.ValueKind != JsonValueKind.Object)
                throw RequestFields.WrongType($"input[{index}]", "an object", item);
            if (IsFromUser(item))
                (user, result) = (Text(item, "content") ?? "", null);
            else if (IsOutput(item))
                result = Text(item, "output") ?? "";
        }

        return (user ?? "", result);
    }

    /// <summary>The type of a message is optional.</summary>
    private static bool IsFromUser(JsonElement item) =>
        item.TryField("role", out var role) && role.ValueKind == JsonValueKind.String && role.ValueEquals("user");

    private static bool IsOutput(JsonElement item) =>
        item.Field("type", "a string", JsonValueKind.String)?.Text() is "function_call_output" or "custom_tool_call_output";

    private static string? Text(JsonElement item, string field)
    {
        if (!item.TryField(field, out var content))
            return null;
        return content.ValueKind switch
        {
            JsonValueKind.String => content.Text(),
            JsonValueKind.Array => content.EnumerateArray().Select(PartText).LastOrDefault(text => text is not null),
            _ => throw RequestFields.WrongType($"input.{field}", "a string or an array", content),
        };
    }

    private static string? PartText(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryField("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.Text()
            : null;
}
