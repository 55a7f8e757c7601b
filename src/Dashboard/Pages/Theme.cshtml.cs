using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Web;

namespace Platform.Dashboard.Pages;

/// <summary>
/// Keeps the colours that a person chose. Its form is on every page and has no anti-forgery token, which would make pages that are the
/// same for everybody differ; what another site could do here is to change colours.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class ThemeModel(IOptions<PlatformOptions> platform) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public IActionResult OnPost(string? theme, string? returnUrl)
    {
        Theme.Choose(HttpContext, theme, platform.Value);
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "~/");
    }
}
