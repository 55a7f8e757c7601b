using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Pages;

/// <summary>Opens the account that was registered by mail.</summary>
public sealed class RegisterFinishModel(AccountsClient accounts) : MailLinkPage("/register/finish")
{
    [BindProperty]
    [Required(ErrorMessage = "Choose a password.")]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Token is not { } token || !ModelState.IsValid)
            return Page();
        var opened = await accounts.FinishRegistrationAsync(new RegistrationCompletion(token, Password!), HttpContext.RequestAborted);
        if (!opened.Succeeded)
            return Refused(opened.Refusal);
        UseUp();
        return await this.WelcomeAsync(accounts, opened.Value.Email, Password!);
    }
}
