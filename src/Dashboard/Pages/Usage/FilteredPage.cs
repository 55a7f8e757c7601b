using Microsoft.AspNetCore.Mvc;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>A page about the requests that fit a filter in its address.</summary>
public abstract class FilteredPage : SignedInPage
{
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    [BindProperty(SupportsGet = true, Name = "model")]
    public string? ModelId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>Whether the fields of the filter can be read and fit each other; what is wrong is in the model state.</summary>
    protected bool HasValidFilter()
    {
        if (From > To)
            ModelState.AddModelError(nameof(From), "The first day must not be after the last day.");
        return ModelState.IsValid;
    }
}
