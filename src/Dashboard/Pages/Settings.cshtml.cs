using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

public sealed class SettingsModel(AccountsClient accounts) : SignedInPage
{
    [BindProperty]
    public string? CurrentPassword { get; set; }

    [BindProperty]
    public string? NewPassword { get; set; }

    public string Email => Person.Email;

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        // Accounts looks at both fields, so that what is wrong with either is said at once.
        var request = new ChangePasswordRequest(CurrentPassword ?? "", NewPassword ?? "");
        if (await accounts.ChangePasswordAsync(Person.Session, request, RequestAborted) is { } refusal)
            return this.ShowAgain(refusal);

        Notice = "Your password is changed. Every other session is signed out.";
        return LocalRedirect("~/settings");
    }

    public async Task<IActionResult> OnPostEverywhereAsync()
    {
        await accounts.SignOutEverywhereAsync(Person.Session, RequestAborted);
        await SessionCookie.SignOutAsync(HttpContext);
        return LocalRedirect("~/sign-in?reason=everywhere");
    }
}
