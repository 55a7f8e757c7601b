using Microsoft.AspNetCore.Mvc;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

/// <summary>Ends the session of this browser. Only a form post does that; a link does nothing.</summary>
public sealed class SignOutModel(AccountsClient accounts) : SignedInPage
{
    public IActionResult OnGet() => LocalRedirect("~/account");

    public async Task<IActionResult> OnPostAsync()
    {
        await accounts.SignOutAsync(Person.Session, RequestAborted);
        await SessionCookie.SignOutAsync(HttpContext);
        return LocalRedirect("~/sign-in?reason=signed-out");
    }
}
