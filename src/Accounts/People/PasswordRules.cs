namespace Platform.Accounts.People;

/// <summary>What a new password must be: long. Rules of composition make passwords worse, so there are none (NIST SP 800-63B).</summary>
internal static class PasswordRules
{
    public const int MinimumLength = 10,
        MaximumLength = 128;

    /// <summary>What is wrong with the password and how to mend it; null when nothing is.</summary>
    public static string? Fault(string? password, string? email) =>
        password switch
        {
            null or "" => "Enter a password.",
            { Length: < MinimumLength } => $"Use at least {MinimumLength} characters; a few words in a row do well.",
            { Length: > MaximumLength } => $"Use at most {MaximumLength} characters.",
            _ when string.Equals(password.Trim(), email?.Trim(), StringComparison.OrdinalIgnoreCase) =>
                "Use a password other than the e-mail address.",
            _ => null,
        };
}
