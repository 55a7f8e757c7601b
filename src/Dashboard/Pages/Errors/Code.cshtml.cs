using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Display;
using Platform.Dashboard.Display.Errors;

namespace Platform.Dashboard.Pages.Errors;

/// <summary>One code of the error table, to which the API's messages link. It calls no service, because one may be unavailable.</summary>
public sealed class CodeModel(IOptions<PlatformOptions> options) : PageModel
{
    /// <summary>Null when there is no such code; the page then lists all codes.</summary>
    public ErrorCode? Error { get; private set; }

    public Quickstart Quickstart { get; } = new(Quickstart.Placeholder, options.Value.BaseUrl, null);

    public void OnGet(string code)
    {
        Error = ErrorCode.Find(code);
        if (Error is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
