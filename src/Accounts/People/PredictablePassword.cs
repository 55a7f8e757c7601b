namespace Platform.Accounts.People;

/// <summary>
/// Recognises the passwords that are guessed first: a repetition, a row of the keyboard or the alphabet, and a common word or the name in
/// the e-mail address with digits and signs around it.
/// </summary>
internal static class PredictablePassword
{
    /// <summary>A person chose at least so many of its characters; the others follow from those before them.</summary>
    private const int FewestSteps = 5;

    private const int ShortestName = 4;

    /// <summary>Neighbours in one of them follow from each other, in both directions.</summary>
    private static readonly string[] Rows =
    [
        "01234567890",
        "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "qwertzuiop",
        "yxcvbnm",
        "azertyuiop",
        "qsdfghjklm",
        "wxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "1q2w3e4r5t6y7u8i9o0p",
        "!@#$%^&*()",
    ];

    private static readonly HashSet<string> CommonWords = new(StringComparer.Ordinal)
    {
        "admin",
        "administrator",
        "asshole",
        "baseball",
        "basketball",
        "batman",
        "changeme",
        "charlie",
        "chocolate",
        "computer",
        "default",
        "dragon",
        "football",
        "freedom",
        "fuckyou",
        "google",
        "guest",
        "hello",
        "helloworld",
        "iloveyou",
        "internet",
        "jennifer",
        "jordan",
        "letmein",
        "letmeinnow",
        "liverpool",
        "login",
        "loveyou",
        "master",
        "michael",
        "michelle",
        "minecraft",
        "monkey",
        "mustang",
        "mypassword",
        "newpassword",
        "openai",
        "pass",
        "passcode",
        "password",
        "passwort",
        "passwd",
        "platform",
        "pokemon",
        "princess",
        "qazwsx",
        "qwerty",
        "qwertz",
        "root",
        "samsung",
        "secret",
        "shadow",
        "soccer",
        "starwars",
        "summer",
        "sunshine",
        "superman",
        "supersecret",
        "temporary",
        "test",
        "testing",
        "thomas",
        "trustno",
        "user",
        "welcome",
        "whatever",
        "winter",
    };

    public static bool Is(string password, string? email)
    {
        var text = password.Trim().ToLowerInvariant();
        return Steps(text) < FewestSteps || IsRepetition(text) || IsCommon(text, email);
    }

    /// <summary>How many characters do not follow from the one before them by repetition or as its neighbour in a row.</summary>
    private static int Steps(string text) =>
        text.Length == 0 ? 0 : 1 + Enumerable.Range(1, text.Length - 1).Count(index => !Follows(text[index - 1], text[index]));

    private static bool Follows(char before, char next) =>
        before == next
        || Array.Exists(
            Rows,
            row =>
                Enumerable
                    .Range(1, row.Length - 1)
                    .Any(index => (row[index - 1], row[index]) == (before, next) || (row[index - 1], row[index]) == (next, before))
        );

    /// <summary>One block, at least twice: it is as good as the block alone, which is shorter than a password may be or a word.</summary>
    private static bool IsRepetition(string text) =>
        Enumerable.Range(1, text.Length / 2).Any(block => text.AsSpan(block).SequenceEqual(text.AsSpan(0, text.Length - block)));

    private static bool IsCommon(string text, string? email)
    {
        var name = email?.Trim().ToLowerInvariant().Split('@')[0] ?? "";
        // Read as digits, "2024" around a word goes; read as letters, "passw0rd" is a word.
        return Array.Exists(
            (string[])[Core(text), Core(Letters(text)), Letters(Core(text))],
            core => CommonWords.Contains(core) || (name.Length >= ShortestName && core == Core(name))
        );
    }

    /// <summary>Without what is no letter at either end.</summary>
    private static string Core(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('a', 'z');
        return first < 0 ? "" : text[first..(text.AsSpan().LastIndexOfAnyInRange('a', 'z') + 1)];
    }

    private static string Letters(string text) =>
        string.Create(
            text.Length,
            text,
            static (letters, from) =>
            {
                for (var index = 0; index < from.Length; index++)
                    letters[index] = from[index] switch
                    {
                        '0' => 'o',
                        '1' or '!' => 'i',
                        '3' => 'e',
                        '4' or '@' => 'a',
                        '5' or '$' => 's',
                        '7' => 't',
                        var other => other,
                    };
            }
        );
}
