using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.People;

/// <summary>Validates the requests about people and their passwords. Each check returns null for a valid request.</summary>
internal static class PeopleRules
{
    private const string CurrentPassword = "currentPassword";

    /// <summary>A 400 and not a 401, because the session is valid and one field is wrong.</summary>
    public static Refusal WrongCurrentPassword { get; } =
        Refusals.Invalid(
            new Dictionary<string, string[]> { [CurrentPassword] = ["This is not the current password. Check it and try again."] }
        ) with
        {
            Code = Refusals.WrongCredentials.Code,
        };

    public static Refusal? Check(RegisterRequest request) =>
        new FieldErrors()
            .Add("email", EmailAddress.Fault(request.Email))
            .Add("password", PasswordRules.Fault(request.Password, request.Email))
            .Refusal;

    public static Refusal? Check(SignInRequest request) =>
        new FieldErrors()
            .Add("email", string.IsNullOrWhiteSpace(request.Email) ? "Enter the e-mail address." : null)
            .Add("password", string.IsNullOrEmpty(request.Password) ? "Enter the password." : null)
            .Refusal;

    public static Refusal? Check(ChangePasswordRequest request, string email) =>
        new FieldErrors()
            .Add(CurrentPassword, string.IsNullOrEmpty(request.CurrentPassword) ? "Enter the current password." : null)
            .Add("newPassword", PasswordRules.Fault(request.NewPassword, email))
            .Refusal;
}
