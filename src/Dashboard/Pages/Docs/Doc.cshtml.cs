using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Dashboard.Docs;

namespace Platform.Dashboard.Pages.Docs;

/// <summary>A page of the documentation, also at the addresses of the guides.</summary>
public sealed class DocModel(DocVisitors visitors) : PageModel
{
    public Doc Doc { get; private set; } = null!;

    public DocFacts Facts { get; private set; } = null!;

    public DocView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (DocLibrary.Find(Request.Path.Value ?? "") is not { } doc)
            return NotFound();
        Doc = doc;
        Facts = await visitors.FactsAsync(HttpContext);
        View = DocView.Of(DocText.Fill(doc, Facts), Request.PathBase);
        return Page();
    }
}
