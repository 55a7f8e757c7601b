using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

/// <summary>A page for signed-in people.</summary>
public abstract class SignedInPage : PageModel
{
    /// <summary>A sentence about the action just done, shown once on the next page.</summary>
    [TempData]
    public string? Notice { get; set; }

    protected Person Person => Person.From(User);

    /// <summary>Cancelled when the browser disconnects.</summary>
    protected CancellationToken RequestAborted => HttpContext.RequestAborted;
}
