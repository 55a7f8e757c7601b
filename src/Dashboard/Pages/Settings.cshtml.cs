using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

public sealed class SettingsModel(AccountsClient accounts) : SignedInPage
{
    [BindProperty]
    [Required(ErrorMessage = "Enter the password you use now.")]
    public string? CurrentPassword { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Choose a new password.")]
    public string? NewPassword { get; set; }

    public string Email => Person.Email;

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var request = new ChangePasswordRequest(CurrentPassword!, NewPassword!);
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
