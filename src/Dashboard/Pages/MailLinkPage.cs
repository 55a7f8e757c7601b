using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages;

/// <summary>
/// Where the link of a mail leads, to choose a password. The token leaves the address at once, into the encrypted cookie of this browser, so
/// that no history and no other site sees it; it is used up by the form only, since programs that scan mails open links.
/// </summary>
/// <param name="path">Of the page.</param>
public abstract class MailLinkPage(string path) : PageModel
{
    /// <summary>A token of ours is shorter.</summary>
    private const int MaxTokenLength = 100;

    public bool HasLink => Token is not null;

    protected string? Token => TempData.Peek(path) as string;

    public IActionResult OnGet(string? token)
    {
        if (token is null)
            return Page();
        if (token.Length <= MaxTokenLength)
            TempData[path] = token;
        return LocalRedirect("~" + path);
    }

    protected void UseUp() => TempData.Remove(path);

    /// <summary>The form again; without it where the link is no longer valid.</summary>
    protected PageResult Refused(Refusal refusal)
    {
        if (refusal.Status == HttpStatusCode.Gone)
            UseUp();
        return this.ShowAgain(refusal);
    }
}
