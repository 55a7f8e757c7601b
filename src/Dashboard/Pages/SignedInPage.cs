using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

/// <summary>A page of somebody who is signed in.</summary>
public abstract class SignedInPage : PageModel
{
    /// <summary>A sentence about what was just done, shown once on the next page.</summary>
    [TempData]
    public string? Notice { get; set; }

    protected Person Person => Person.From(User);

    /// <summary>The browser went away.</summary>
    protected CancellationToken Gone => HttpContext.RequestAborted;
}
