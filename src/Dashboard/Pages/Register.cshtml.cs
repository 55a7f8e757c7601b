using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

/// <summary>Creates an account and signs the person in.</summary>
public sealed class RegisterModel(AccountsClient accounts) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Enter your e-mail address.")]
    public string? Email { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Choose a password.")]
    public string? Password { get; set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect("~/account") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var registered = await accounts.RegisterAsync(new RegisterRequest(Email!.Trim(), Password!), HttpContext.RequestAborted);
        if (!registered.Succeeded)
            return Refused(registered.Refusal);

        var opened = await accounts.SignInAsync(
            new SignInRequest(Email.Trim(), Password!, Browser.NameFrom(Request)),
            HttpContext.RequestAborted
        );
        if (!opened.Succeeded)
            return LocalRedirect("~/sign-in");
        await SessionCookie.SignInAsync(HttpContext, Person.From(opened.Value));
        TempData[nameof(SignedInPage.Notice)] = "Your account is ready. Credit comes first; then you choose your tool.";
        return LocalRedirect("~/credit");
    }

    private PageResult Refused(Refusal refusal)
    {
        if (refusal.Status != HttpStatusCode.Conflict)
            return this.ShowAgain(refusal);
        ModelState.AddModelError(nameof(Email), refusal.Message);
        return Page();
    }
}
