using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.FakeUpstream.Wire;

/// <summary>What OpenAI demands of names of functions and of ids of calls.</summary>
internal static partial class NameRules
{
    private const int MaxLength = 64;

    /// <exception cref="Refusal">It is empty, too long, or has other characters.</exception>
    public static void CheckName(JsonElement? name, string param)
    {
        if (name is not { ValueKind: JsonValueKind.String } given)
            return;
        CheckLength(given.Text(), param);
        if (!Pattern().IsMatch(given.Text()))
            throw new Refusal(
                OpenAIError.Invalid(
                    $"Invalid '{param}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
                    param,
                    "invalid_value"
                )
            );
    }

    /// <exception cref="Refusal">It is too long.</exception>
    public static void CheckId(JsonElement? id, string param)
    {
        if (id is { ValueKind: JsonValueKind.String } given)
            CheckLength(given.Text(), param);
    }

    private static void CheckLength(string text, string param)
    {
        if (text.Length == 0)
            throw new Refusal(
                OpenAIError.Invalid(
                    $"Invalid '{param}': empty string. Expected a string with minimum length 1, but got an empty string instead.",
                    param,
                    "empty_string"
                )
            );
        if (text.Length > MaxLength)
            throw new Refusal(
                OpenAIError.Invalid(
                    $"Invalid '{param}': string too long. Expected a string with maximum length {MaxLength}, but got a string with length "
                        + $"{text.Length} instead.",
                    param,
                    "string_above_max_length"
                )
            );
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex Pattern();
}
