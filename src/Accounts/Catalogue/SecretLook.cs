using System.Text.RegularExpressions;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// Tells a secret from the name of a setting. The file is kept beside the code and shown to people, so a secret that was put into it by
/// mistake is refused, and no message repeats it.
/// </summary>
internal static partial class SecretLook
{
    /// <summary>
    /// Of a random text nearly every second letter is of another kind (capital, small, digit) than the one before. Of a name each word begins
    /// with a capital, so the small letter after a capital does not count.
    /// </summary>
    private const int ShortestRandom = 20;
    private const double RandomChanges = 0.27;

    public static bool Matches(string text) => Known().IsMatch(text) || AnyRandom(text, Words().EnumerateMatches(text));

    private static bool AnyRandom(string text, Regex.ValueMatchEnumerator words)
    {
        foreach (var word in words)
            if (IsRandom(text.AsSpan(word.Index, word.Length)))
                return true;
        return false;
    }

    private static bool IsRandom(ReadOnlySpan<char> word)
    {
        if (word.Length < ShortestRandom)
            return false;
        var changes = 0;
        for (var at = 1; at < word.Length; at++)
            if (Kind(word[at]) is var kind && Kind(word[at - 1]) is var before && kind != before && (before, kind) != (1, 2))
                changes++;
        return changes >= RandomChanges * (word.Length - 1);
    }

    private static int Kind(char letter) =>
        char.IsAsciiDigit(letter) ? 0
        : char.IsAsciiLetterUpper(letter) ? 1
        : 2;

    /// <summary>As vendors begin their keys, tokens of the web, and an id of hexadecimal digits.</summary>
    [GeneratedRegex(
        """^(?:Bearer\s|Basic\s|(?:sk|rk|pk|xai|gsk|hf|pplx|nvapi|fw|r8)[-_](?=\S*[\d-]|\S{16})|AIza|AKIA|ya29\.|gh[pousr]_|eyJ[\w-]{10,}|-----BEGIN)|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}""",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Known();

    [GeneratedRegex("[A-Za-z0-9+]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
