using Microsoft.AspNetCore.Mvc;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

/// <summary>Ends the session of this browser. Only a form does that; a link to here does nothing.</summary>
public sealed class SignOutModel(AccountsClient accounts) : SignedInPage
{
    public IActionResult OnGet() => LocalRedirect("~/account");

    public async Task<IActionResult> OnPostAsync()
    {
        await accounts.SignOutAsync(Person.Session, Gone);
        await SessionCookie.ForgetAsync(HttpContext);
        return LocalRedirect("~/sign-in?reason=signed-out");
    }
}
