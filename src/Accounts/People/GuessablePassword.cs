namespace Platform.Accounts.People;

/// <summary>
/// Estimates by the dictionaries and patterns of zxcvbn how many guesses a password takes: leaked passwords, names, words, dates, rows of
/// keys, and what the person's e-mail address says.
/// </summary>
internal static class GuessablePassword
{
    /// <summary>About two million guesses, which a network of guessers makes at a sign-in by and by.</summary>
    private const double MinEntropyBits = 21;

    /// <summary>The estimate takes longer than linear time, and what comes after so much only adds guesses.</summary>
    private const int MaxEstimated = 48;

    private static readonly char[] Separators = ['@', '.', '-', '_', '+'];

    /// <summary>Its dictionaries are read once.</summary>
    private static readonly Zxcvbn.Zxcvbn Estimator = new();

    /// <summary>The estimator does not say that it may be asked by several at once; it answers in milliseconds.</summary>
    private static readonly Lock Gate = new();

    public static bool Is(string password, string? email)
    {
        lock (Gate)
            return Estimator.EvaluatePassword(password[..Math.Min(password.Length, MaxEstimated)], Inputs(email)).Entropy < MinEntropyBits;
    }

    /// <summary>What somebody who knows the account tries first.</summary>
    private static IEnumerable<string> Inputs(string? email) =>
        email is null ? [] : [email, .. email.Split(Separators, StringSplitOptions.RemoveEmptyEntries), "platform"];
}
