using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>A page about the requests that have receipts.</summary>
public abstract class UsageLogPage : FilteredPage
{
    [BindProperty(SupportsGet = true)]
    public Outcome? Outcome { get; set; }

    /// <summary><c>admitted</c> or <c>refused</c>; null for both.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Only { get; set; }

    /// <summary>The session of an agent.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Session { get; set; }

    public UsageFilter Filter => new(From, To, Key, ModelId, Outcome, Cursor, Only, Session);
}
