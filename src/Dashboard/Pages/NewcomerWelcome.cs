using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

internal static class NewcomerWelcome
{
    /// <summary>Signs in who has just got an account, and leads to the first thing that it needs.</summary>
    public static async Task<IActionResult> WelcomeAsync(this PageModel page, AccountsClient accounts, string email, string password)
    {
        var opened = await accounts.SignInAsync(
            new SignInRequest(email, password, Browser.NameFrom(page.Request)),
            page.HttpContext.RequestAborted
        );
        if (!opened.Succeeded)
            return page.LocalRedirect("~/sign-in");
        await SessionCookie.SignInAsync(page.HttpContext, Person.From(opened.Value));
        page.TempData[nameof(SignedInPage.Notice)] = "Your account is ready. Credit comes first; then you choose your tool.";
        return page.LocalRedirect("~/credit");
    }
}
