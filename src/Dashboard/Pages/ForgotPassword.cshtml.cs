using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages;

/// <summary>Asks for a mail with a link. The answer is the same whoever has the address.</summary>
public sealed class ForgotPasswordModel(AccountsClient accounts, IOptions<PlatformOptions> options) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Enter your e-mail address.")]
    public string? Email { get; set; }

    [TempData]
    public bool Sent { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var request = new PasswordResetRequest(Email!.Trim(), $"{options.Value.PublicUrl}/reset-password");
        if (await accounts.AskForPasswordResetAsync(request, HttpContext.RequestAborted) is { } refusal)
            return this.ShowAgain(refusal);
        Sent = true;
        return LocalRedirect("~/forgot-password");
    }
}
