using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Platform.Accounts.Problems;

/// <summary>Every refusal of this service that does not depend on which field of a request is wrong.</summary>
internal static class Refusals
{
    /// <summary>The code of <see cref="Invalid"/>.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>
    /// The same for a wrong password and for an unknown e-mail address, so that the response does not reveal which it was.
    /// </summary>
    public static Refusal WrongCredentials { get; } =
        new(
            Status401Unauthorized,
            "wrong_credentials",
            "Not signed in",
            "The e-mail address or the password is wrong. Check both and try again."
        );

    public static Refusal EmailTaken { get; } =
        new(
            Status409Conflict,
            "email_taken",
            "E-mail address taken",
            "There is already an account with this e-mail address. Sign in instead."
        );

    public static Refusal SessionEnded { get; } =
        new(Status401Unauthorized, "session_ended", "Session ended", "The session has ended or never existed. Sign in again.");

    public static Refusal SessionNotFound { get; } =
        new(Status404NotFound, "session_not_found", "No such session", "There is no such session; it has ended already.");

    public static Refusal AccountNotFound { get; } =
        new(Status404NotFound, "account_not_found", "No such account", "There is no such account.");

    public static Refusal KeyNotFound { get; } =
        new(Status404NotFound, "key_not_found", "No such key", "There is no such API key. GET /keys lists the keys of the account.");

    public static Refusal KeyDeleted { get; } =
        new(Status409Conflict, "key_deleted", "Key deleted", "This key was deleted, which cannot be undone. Create a new key.");

    public static Refusal KeyMade { get; } =
        new(
            Status409Conflict,
            "key_already_created",
            "Key already created",
            "This key was already created, and its secret was shown once. If you did not copy it, delete the key and create another."
        );

    public static Refusal KeyReplaced { get; } =
        new(
            Status409Conflict,
            "key_replaced",
            "Key replaced",
            "This key was rotated and another stands in its place. Change that one, or delete this one to end it now."
        );

    public static Refusal KeyDisabled { get; } =
        new(Status409Conflict, "key_disabled", "Key disabled", "A disabled key cannot be rotated. Enable it first, or create a new key.");

    public static Refusal KeyExpired { get; } =
        new(Status409Conflict, "key_expired", "Key expired", "This key has expired, and so would its replacement. Create a new key.");

    public static Refusal ServiceUnavailable { get; } =
        new(
            Status503ServiceUnavailable,
            "service_unavailable",
            "Store unavailable",
            "The accounts database cannot be reached at the moment. Nothing was changed that was not confirmed; try again shortly.",
            TimeSpan.FromSeconds(1)
        );

    public static Refusal PasswordsBusy { get; } =
        new(
            Status429TooManyRequests,
            "passwords_busy",
            "Too many sign-ins at once",
            "Too many people sign in or register at the moment. Nothing was checked or changed.",
            TimeSpan.FromSeconds(2)
        );

    public static Refusal TooManyKeys(int maximum) =>
        new(
            Status409Conflict,
            "too_many_keys",
            "Too many keys",
            $"An account holds at most {maximum} keys. Delete one that is no longer used, then try again."
        );

    /// <summary>The pair of e-mail address and network has to wait. Says the same of known and unknown addresses.</summary>
    public static Refusal TooManyAttempts(TimeSpan wait) =>
        new(
            Status429TooManyRequests,
            "too_many_attempts",
            "Too many attempts",
            "There were several attempts with a wrong password for this e-mail address from your network, so the next one has to wait.",
            wait
        );

    public static Refusal NetworkLimit(TimeSpan wait) =>
        new(
            Status429TooManyRequests,
            "network_limit",
            "Too many attempts",
            "There are too many attempts from your network at the moment. Nothing was checked.",
            wait
        );

    /// <summary>
    /// The request was read, but some of its fields cannot be accepted; <paramref name="errors"/> say how to correct each.
    /// </summary>
    public static Refusal Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(Status400BadRequest, InvalidRequest, "Invalid request", errors.Values.First()[0]) { Errors = errors };
}
