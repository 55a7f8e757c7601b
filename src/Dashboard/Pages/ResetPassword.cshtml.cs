using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

/// <summary>
/// Where the link of the mail leads. The token leaves the address at once, into the encrypted cookie of this browser, so that no history and
/// no other site sees it; it is used up by the form only, since programs that scan mails open links.
/// </summary>
public sealed class ResetPasswordModel(AccountsClient accounts) : PageModel
{
    private const string TokenKey = "ResetToken";

    /// <summary>A token of ours is shorter.</summary>
    private const int MaxTokenLength = 100;

    [BindProperty]
    [Required(ErrorMessage = "Choose a new password.")]
    public string? NewPassword { get; set; }

    public bool HasLink => TempData.Peek(TokenKey) is string;

    public IActionResult OnGet(string? token)
    {
        if (token is null)
            return Page();
        if (token.Length <= MaxTokenLength)
            TempData[TokenKey] = token;
        return LocalRedirect("~/reset-password");
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (TempData.Peek(TokenKey) is not string token || !ModelState.IsValid)
            return Page();
        var request = new PasswordResetCompletion(token, NewPassword!);
        if (await accounts.ResetPasswordAsync(request, HttpContext.RequestAborted) is { } refusal)
        {
            if (refusal.Status == HttpStatusCode.Gone)
                TempData.Remove(TokenKey);
            return this.ShowAgain(refusal);
        }

        TempData.Remove(TokenKey);
        await SessionCookie.SignOutAsync(HttpContext);
        return LocalRedirect("~/sign-in?reason=reset");
    }
}
