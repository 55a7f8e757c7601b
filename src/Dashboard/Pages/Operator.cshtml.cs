using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Dashboard.Docs;
using Platform.Dashboard.Public;

namespace Platform.Dashboard.Pages;

/// <summary>Terms, privacy and support, as the operator has written them; else what is to be written.</summary>
public sealed class OperatorModel(OperatorPages pages) : PageModel
{
    public OperatorPage About { get; private set; } = null!;

    /// <summary>Null when it is not written.</summary>
    public DocView? View { get; private set; }

    /// <summary>Whether the text begins with a heading of its own.</summary>
    public bool HasTitle { get; private set; }

    public async Task OnGetAsync()
    {
        About = OperatorPage.All.Single(page => Request.Path.Value!.Trim('/').Equals(page.Name, StringComparison.OrdinalIgnoreCase));
        if (await pages.ReadAsync(About, HttpContext.RequestAborted) is not { } text)
            return;
        HasTitle = text.StartsWith("# ", StringComparison.Ordinal);
        View = DocView.Of(text, Request.PathBase);
    }
}
