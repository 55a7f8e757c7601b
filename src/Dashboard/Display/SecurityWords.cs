using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Describes what happened to an account.</summary>
public static class SecurityWords
{
    private const string Done = "done";

    public static string Title(SecurityEventView happened) =>
        (happened.Action, happened.Outcome) switch
        {
            ("register", _) => "Account created",
            ("sign-in", Done) => "Signed in",
            ("sign-in", _) => "Sign-in with a wrong password",
            ("sign-out", _) => "Signed out",
            ("sign-out-everywhere", _) => "Signed out everywhere",
            ("session-end", _) => "Ended a session",
            ("other-sessions-end", _) => "Ended all other sessions",
            ("password-change", Done) => "Password changed",
            ("password-change", _) => "Password not changed: the current one was wrong",
            ("password-reset-request", _) => "Asked for a mail to reset the password",
            ("password-reset", _) => "Password reset by mail; every session ended",
            ("account-secure", Done) => "Account secured: new password, every session ended, all API keys revoked",
            ("account-secure", _) => "Account not secured: the current password was wrong",
            ("key-revoke-all", _) => "All API keys revoked",
            ("key-create", _) => "API key created",
            ("key-change", _) => $"API key {happened.Detail ?? "changed"}",
            ("key-delete", _) => "API key deleted",
            ("key-rotate", _) => "API key rotated",
            var (action, _) => char.ToUpperInvariant(action[0]) + action[1..].Replace('-', ' '),
        };

    public static StatusMark Mark(SecurityEventView happened) =>
        happened.Outcome == Done ? StatusMark.Good("Done")
        : happened.Count > 1 ? StatusMark.Bad($"Refused {happened.Count} times")
        : StatusMark.Bad("Refused");

    /// <summary>The network's prefix; what our own services do has none.</summary>
    public static string Network(string? network) => network ?? "the platform itself";
}
