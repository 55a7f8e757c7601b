namespace Platform.Gateway.Api.Doctor;

public enum CheckStatus
{
    Ok,

    /// <summary>It works, but will stop soon, or does not work as intended.</summary>
    Warn,

    Fail,

    /// <summary>It could not be checked; the message says why.</summary>
    Skipped,
}

/// <summary>One thing that must be right before a request can succeed.</summary>
/// <param name="Id">Stable, for programs.</param>
/// <param name="Message">What was found. At most the last four characters of a key are in it.</param>
/// <param name="Fix">What to do; null where nothing needs doing.</param>
internal sealed record Check(string Id, CheckStatus Status, string Message, string? Fix = null)
{
    public static Check Ok(string id, string message) => new(id, CheckStatus.Ok, message);

    public static Check Skipped(string id, string message = "Not looked at: it needs an API key that works.") =>
        new(id, CheckStatus.Skipped, message);

    /// <summary>For the operator to fix, not for the caller.</summary>
    public static Check Unavailable(string id, string what) =>
        new(
            id,
            CheckStatus.Fail,
            $"{what} does not answer.",
            "Nothing is wrong on your side: try again in a minute, and tell whoever runs this platform if it lasts."
        );
}
