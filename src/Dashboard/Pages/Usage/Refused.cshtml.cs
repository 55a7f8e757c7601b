using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The requests of the account's keys that were refused, newest first.</summary>
public sealed class RefusedModel(KeysClient keys, RefusedClient refused) : SignedInPage
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
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public RefusedFilter Filter => new(From, To, Key, ModelId, Code, Cursor);

    public RefusedPage Log { get; private set; } = new([], null);

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var person = Person;
        Keys = await keys.ListAsync(person.Session, RequestAborted);
        if (From > To)
            ModelState.AddModelError(nameof(From), "The first day must not be after the last day.");
        if (!ModelState.IsValid)
            return;
        var page = await refused.ListAsync(person.AccountId, Filter.ToQuery(), RequestAborted);
        if (page.Succeeded)
            Log = page.Value;
        else
            ModelState.Add(page.Refusal);
    }
}
