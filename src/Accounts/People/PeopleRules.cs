using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.People;

/// <summary>Validates the requests about people and their passwords. Each check returns null for a valid request.</summary>
internal static class PeopleRules
{
    public const string CurrentPassword = "currentPassword";

    /// <summary>A 400 and not a 401, because the session is valid and one field is wrong.</summary>
    public static Refusal WrongCurrentPassword { get; } =
        Refusals.Invalid(
            new Dictionary<string, string[]> { [CurrentPassword] = ["This is not the current password. Check it and try again."] }
        ) with
        {
            Code = Refusals.WrongCredentials.Code,
        };

    /// <summary>The wrong current password together with what is wrong with the new one, so that both can be mended at once.</summary>
    public static Refusal WithWrongCurrentPassword(Refusal? invalid) =>
        WrongCurrentPassword with
        {
            Errors = WrongCurrentPassword.Errors!.Concat(invalid?.Errors ?? new Dictionary<string, string[]>()).ToDictionary(),
        };

    public static Refusal? Check(RegisterRequest request) =>
        new FieldErrors()
            .Add("email", EmailAddress.Fault(request.Email))
            .Add("password", PasswordRules.Fault(request.Password, request.Email))
            .Refusal;

    public static Refusal? Check(SignInRequest request) =>
        new FieldErrors()
            .Add("email", string.IsNullOrWhiteSpace(request.Email) ? "Enter the e-mail address." : null)
            .Add("password", Given(request.Password, "Enter the password."))
            .Refusal;

    /// <summary>No password is longer than a new one may be; a longer text is not hashed.</summary>
    private static string? Given(string? password, string missing) =>
        string.IsNullOrEmpty(password) ? missing
        : password.Length > PasswordRules.MaximumLength ? $"A password has at most {PasswordRules.MaximumLength} characters."
        : null;

    public static Refusal? Check(ChangePasswordRequest request, string email) =>
        new FieldErrors()
            .Add(CurrentPassword, Given(request.CurrentPassword, "Enter the current password."))
            .Add("newPassword", PasswordRules.Fault(request.NewPassword, email))
            .Refusal;
}
