using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>A page about the requests that have receipts.</summary>
public abstract class UsageLogPage : FilteredPage
{
    [BindProperty(SupportsGet = true)]
    public Outcome? Outcome { get; set; }

    public UsageFilter Filter => new(From, To, Key, ModelId, Outcome, Cursor);
}
