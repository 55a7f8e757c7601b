using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Gateway.Errors;

/// <summary>
/// A prompt that is too long, in the words on which Anthropic's clients act: Claude Code compacts the conversation when it reads "prompt is
/// too long", and takes the counts from what follows.
/// </summary>
internal static partial class TooLongPrompt
{
    /// <param name="message">In the words of any vendor.</param>
    public static string InAnthropicsWords(string message)
    {
        if (
            message.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase)
            || message.Contains("exceed context limit", StringComparison.OrdinalIgnoreCase)
        )
            return message;
        var counts = Counts()
            .Matches(message)
            .Select(match => long.Parse(match.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))
            .Distinct()
            .Take(2)
            .Order()
            .ToArray();
        return counts is [var limit, var sent]
            ? string.Create(CultureInfo.InvariantCulture, $"prompt is too long: {sent} tokens > {limit} maximum. {message}")
            : $"prompt is too long: {message}";
    }

    /// <summary>Numbers of three digits and more that are no part of a name or an address, as those of models are.</summary>
    [GeneratedRegex(@"(?<![\w.,/:-])\d[\d,]{1,12}\d(?![\w/:-]|\.\w)")]
    private static partial Regex Counts();
}
