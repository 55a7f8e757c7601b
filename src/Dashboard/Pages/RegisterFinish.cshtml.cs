using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages;

/// <summary>
/// Where the link of a registration leads. As in <see cref="ResetPasswordModel"/> the token leaves the address at once, and only the form uses
/// it up.
/// </summary>
public sealed class RegisterFinishModel(AccountsClient accounts) : PageModel
{
    private const string TokenKey = "RegistrationToken";

    /// <summary>A token of ours is shorter.</summary>
    private const int MaxTokenLength = 100;

    [BindProperty]
    [Required(ErrorMessage = "Choose a password.")]
    public string? Password { get; set; }

    public bool HasLink => TempData.Peek(TokenKey) is string;

    public IActionResult OnGet(string? token)
    {
        if (token is null)
            return Page();
        if (token.Length <= MaxTokenLength)
            TempData[TokenKey] = token;
        return LocalRedirect("~/register/finish");
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (TempData.Peek(TokenKey) is not string token || !ModelState.IsValid)
            return Page();
        var opened = await accounts.FinishRegistrationAsync(new RegistrationCompletion(token, Password!), HttpContext.RequestAborted);
        if (opened.Succeeded)
        {
            TempData.Remove(TokenKey);
            return await this.WelcomeAsync(accounts, opened.Value.Email, Password!);
        }

        if (opened.Refusal.Status == HttpStatusCode.Gone)
            TempData.Remove(TokenKey);
        return this.ShowAgain(opened.Refusal);
    }
}
