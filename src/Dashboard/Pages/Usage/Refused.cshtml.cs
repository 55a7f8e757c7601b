using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The requests of the account's keys that were refused, newest first.</summary>
public sealed class RefusedModel(KeysClient keys, RefusedClient refused) : FilteredPage
{
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public RefusedFilter Filter => new(From, To, Key, ModelId, Code, Cursor);

    public RefusedPage Log { get; private set; } = new([], null);

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var person = Person;
        Keys = await keys.ListAsync(person.Session, RequestAborted);
        if (!HasValidFilter())
            return;
        var page = await refused.ListAsync(person.AccountId, Filter.ToQuery(), RequestAborted);
        if (page.Succeeded)
            Log = page.Value;
        else
            ModelState.Add(page.Refusal);
    }
}
