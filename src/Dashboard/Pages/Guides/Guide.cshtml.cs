using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Guides;

/// <summary>The setup of one tool, with this platform's addresses.</summary>
public sealed class GuideModel(AccountsClient accounts, IOptions<PlatformOptions> options) : PageModel
{
    public Tool Tool { get; private set; } = null!;

    public Quickstart Quickstart { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (Tool.Find(id) is not { } tool)
            return NotFound();
        Tool = tool;
        Quickstart = new Quickstart(
            Quickstart.Placeholder,
            options.Value.BaseUrl,
            Quickstart.FindModel(await accounts.CatalogueAsync(HttpContext.RequestAborted), tool: tool.Id)
        );
        return Page();
    }
}
