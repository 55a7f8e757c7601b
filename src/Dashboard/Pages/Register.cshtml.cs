using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages;

/// <summary>
/// Creates an account and signs the person in; or, where addresses are confirmed, asks for the mail that a registration begins with. Then the
/// page says the same whoever has the address.
/// </summary>
public sealed class RegisterModel(AccountsClient accounts, IOptions<PlatformOptions> options) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Enter your e-mail address.")]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Whether the mail was asked for; a mail tells what the page does not.</summary>
    [TempData]
    public bool Sent { get; set; }

    public bool ByMail { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (User.Identity?.IsAuthenticated == true)
            return LocalRedirect("~/account");
        ByMail = (await accounts.RegistrationAsync(HttpContext.RequestAborted)).ByMail;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        ByMail = (await accounts.RegistrationAsync(HttpContext.RequestAborted)).ByMail;
        if (!ByMail && string.IsNullOrEmpty(Password))
            ModelState.AddModelError(nameof(Password), "Choose a password.");
        if (!ModelState.IsValid)
            return Page();
        return ByMail ? await AskAsync(Email!.Trim()) : await RegisterAsync(Email!.Trim(), Password!);
    }

    private string FinishUrl => $"{options.Value.PublicUrl}/register/finish";

    private async Task<IActionResult> AskAsync(string email)
    {
        if (await accounts.AskToRegisterAsync(new RegistrationRequest(email, FinishUrl), HttpContext.RequestAborted) is { } refusal)
            return this.ShowAgain(refusal);
        Sent = true;
        return LocalRedirect("~/register");
    }

    private async Task<IActionResult> RegisterAsync(string email, string password)
    {
        var registered = await accounts.RegisterAsync(new RegisterRequest(email, password, FinishUrl), HttpContext.RequestAborted);
        return registered.Succeeded ? await this.WelcomeAsync(accounts, email, password) : Refused(registered.Refusal);
    }

    private PageResult Refused(Refusal refusal)
    {
        if (refusal.Status != HttpStatusCode.Conflict)
            return this.ShowAgain(refusal);
        ModelState.AddModelError(nameof(Email), refusal.Message);
        return Page();
    }
}
