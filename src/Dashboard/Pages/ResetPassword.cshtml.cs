using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

/// <summary>Sets the new password of who has forgotten the old one.</summary>
public sealed class ResetPasswordModel(AccountsClient accounts) : MailLinkPage("/reset-password")
{
    [BindProperty]
    [Required(ErrorMessage = "Choose a new password.")]
    public string? NewPassword { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Token is not { } token || !ModelState.IsValid)
            return Page();
        if (await accounts.ResetPasswordAsync(new PasswordResetCompletion(token, NewPassword!), HttpContext.RequestAborted) is { } refusal)
            return Refused(refusal);
        UseUp();
        await SessionCookie.SignOutAsync(HttpContext);
        return LocalRedirect("~/sign-in?reason=reset");
    }
}
