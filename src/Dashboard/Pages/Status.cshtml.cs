using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages;

/// <summary>
/// Stands where a page is missing, with the menu and what is missing. It answers every method, because it is run again for the request
/// that failed.
/// </summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class StatusModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Status { get; set; }

    public MissingPage Words { get; private set; } = null!;

    public override void OnPageHandlerSelected(Microsoft.AspNetCore.Mvc.Filters.PageHandlerSelectedContext context)
    {
        // Opened by its own address it is a page that is not there, too.
        var failed = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        Status = failed is null ? StatusCodes.Status404NotFound : HttpContext.Response.StatusCode;
        Response.StatusCode = Status;
        Words = MissingPage.For(Status, failed?.OriginalPath ?? Request.Path);
        ModelState.Clear();
    }
}
