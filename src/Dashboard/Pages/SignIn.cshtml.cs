using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

public sealed class SignInModel(AccountsClient accounts) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Enter your e-mail address.")]
    public string? Email { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Enter your password.")]
    public string? Password { get; set; }

    /// <summary>The page after signing in; only a local address is followed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The reason of the redirect to this page.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reason { get; set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Continue() : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var request = new SignInRequest(Email!.Trim(), Password!, Browser.NameFrom(Request));
        var opened = await accounts.SignInAsync(request, HttpContext.RequestAborted);
        if (!opened.Succeeded)
            return Refused(opened.Refusal);
        await SessionCookie.SignInAsync(HttpContext, Person.From(opened.Value));
        return Continue();
    }

    private PageResult Refused(Refusal refusal)
    {
        if (refusal.Status != HttpStatusCode.Unauthorized)
            return this.ShowAgain(refusal);
        ModelState.AddModelError(nameof(Password), refusal.Message);
        return Page();
    }

    private LocalRedirectResult Continue() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/account");
}
