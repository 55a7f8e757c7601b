using Platform.Contracts;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Keys;

/// <summary>Why a text that was sent as an API key cannot be one of ours, and what to do.</summary>
internal static class MistakenKey
{
    private const string CopyAgain = "Copy it again, or create a new one on the Keys page.";

    /// <summary>Shows at most the last four characters.</summary>
    /// <param name="text">Not empty, and not a valid key as it is.</param>
    public static KeyProblem Explain(string text)
    {
        var key = KeyHeuristics.Trimmed(text);
        if (key.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase))
            return new(
                "The API key begins with the word Bearer, which your tool adds by itself.",
                "Enter only the part that begins with sk-."
            );
        if (ApiKey.Parse(key) is { } ours)
            return new(
                $"The API key ending in {ours.LastFour} is one of ours, but it has {KeyHeuristics.DescribeTrimmed(text)} in it or "
                    + "around it.",
                "Enter it without them."
            );
        if (KeyHeuristics.IsPlaceholder(text))
            return new(
                "The API key field holds a placeholder, not a key: the variable was not filled in, or an example was copied.",
                $"Set the variable where your tool runs, or enter the key itself. {KeyProblem.CreateKey}"
            );
        if (KeyHeuristics.IsAddress(key))
            return new(
                "The API key field holds an address.",
                "Put the address into the Base URL field, and the key, which begins with sk-, here."
            );
        if (KeyHeuristics.IsModelName(key))
            return new(
                "The API key field holds the name of a model.",
                "Put the name into the model field, and the key, which begins with sk-, here."
            );
        if (KeyHeuristics.VendorOf(key) is { } vendor)
            return new($"The API key {Shown(key)} looks like a key of {vendor}; it does not work here.", KeyProblem.CreateKey);
        return key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)
            ? Damaged(key)
            : new($"The API key {Shown(key)} is not one of ours: ours begin with {ApiKey.Prefix}.", KeyProblem.CreateKey);
    }

    private static KeyProblem Damaged(string text) =>
        text.Length == ApiKey.Length ? new($"The API key {Shown(text)} has a wrong character in it (its checksum does not fit).", CopyAgain)
        : text.Length > ApiKey.Length
            ? new(
                $"The API key {Shown(text)} has {text.Length} characters; ours have {ApiKey.Length}. Something was copied with it, or "
                    + "it was pasted twice.",
                CopyAgain
            )
        : new(
            $"The API key {Shown(text)} has {text.Length} characters; ours have {ApiKey.Length}. It was probably cut while copying: "
                + "copy it whole.",
            KeyProblem.CreateKey
        );

    private static string Shown(string text) => text.Length >= 12 ? $"ending in {text[^4..]}" : "you sent";
}
