namespace Platform.Accounts.People;

/// <summary>
/// Requires length of a new password, and that it is not among the first guesses. There are no composition rules, because they weaken
/// passwords (NIST SP 800-63B).
/// </summary>
internal static class PasswordRules
{
    public const int MinimumLength = 10,
        MaximumLength = 128;

    private const string Predictable =
        "This is among the first passwords that are guessed: a common word, a row of keys or a repetition. Use a few words that only you "
        + "would put together.";

    /// <summary>The fault of the password and how to correct it; null when it is valid.</summary>
    public static string? Fault(string? password, string? email) =>
        password switch
        {
            null or "" => "Enter a password.",
            { Length: < MinimumLength } => $"Use at least {MinimumLength} characters; a few words in a row do well.",
            { Length: > MaximumLength } => $"Use at most {MaximumLength} characters.",
            _ when string.Equals(password.Trim(), email?.Trim(), StringComparison.OrdinalIgnoreCase) =>
                "Use a password other than the e-mail address.",
            _ when PredictablePassword.Is(password, email) || GuessablePassword.Is(password, email) => Predictable,
            _ => null,
        };
}
