using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Display;
using Platform.Dashboard.Public;

namespace Platform.Dashboard.Pages;

/// <summary>How models and routes do, from what was measured and nothing else.</summary>
public sealed class MeasuredPage(Offers offers) : PageModel
{
    /// <summary>Null while Usage is away: then nothing is known.</summary>
    public Measured? Measured { get; private set; }

    public IReadOnlyList<StatusRow> Sold { get; private set; } = [];

    public IReadOnlyList<StatusRow> Scripted { get; private set; } = [];

    public StatusMark Overall => StatusRow.Overall(Sold);

    public async Task OnGetAsync()
    {
        Measured = await offers.MeasuredAsync(HttpContext.RequestAborted);
        if (Measured is not { } measured)
            return;
        var list = await offers.ReadAsync(HttpContext.RequestAborted);
        Sold = [.. list.Sold.Select(offer => StatusRow.Of(offer, measured.Today))];
        Scripted = [.. list.Scripted.Select(offer => StatusRow.Of(offer, measured.Today))];
    }
}
