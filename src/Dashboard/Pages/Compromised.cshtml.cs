using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

/// <summary>Takes an account back: a new password, every session ended, all keys revoked.</summary>
public sealed class CompromisedModel(AccountsClient accounts) : SignedInPage
{
    [BindProperty]
    [Required(ErrorMessage = "Enter the password you use now.")]
    public string? CurrentPassword { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Choose a new password.")]
    public string? NewPassword { get; set; }

    public string Email => Person.Email;

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var request = new ChangePasswordRequest(CurrentPassword!, NewPassword!);
        var secured = await accounts.SecureAsync(Person.Session, request, RequestAborted);
        if (!secured.Succeeded)
            return this.ShowAgain(secured.Refusal);
        await SessionCookie.SignOutAsync(HttpContext);
        return LocalRedirect("~/sign-in?reason=secured");
    }
}
