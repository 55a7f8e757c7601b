using System.Text;
using System.Text.Json;

namespace Platform.FakeUpstream.Answers;

/// <summary>
/// Reads the arguments of a tool from the message: JSON after the tool's name, such as <c>exec_command {"cmd":"ls"}</c>. For a tool that
/// takes free text it is a JSON string, or an object with that string as <c>input</c>.
/// </summary>
internal static class Dictation
{
    public static ReadOnlyMemory<byte>? Parse(string text, Tool tool)
    {
        var named = text.IndexOf(tool.Name, StringComparison.Ordinal);
        while (named >= 0)
        {
            var after = text[(named + tool.Name.Length)..].TrimStart();
            if (after is ['{' or '"', ..] && Value(after) is { } value && Arguments(value, tool.FreeText) is { } arguments)
                return Encoding.UTF8.GetBytes(arguments);
            named = text.IndexOf(tool.Name, named + 1, StringComparison.Ordinal);
        }

        return null;
    }

    private static string? Arguments(JsonElement value, bool freeText) =>
        value switch
        {
            { ValueKind: JsonValueKind.String } when freeText => value.GetString(),
            { ValueKind: JsonValueKind.Object } when freeText => value.TryGetProperty("input", out var input) ? input.ToString() : null,
            { ValueKind: JsonValueKind.Object } => value.GetRawText(),
            _ => null,
        };

    /// <summary>The JSON value at the start of <paramref name="text"/>; null when there is none.</summary>
    private static JsonElement? Value(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
