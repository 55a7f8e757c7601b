using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The sessions of the account's agents, the latest first.</summary>
public sealed class SessionsModel(KeysClient keys, UsageClient usage, TimeProvider time) : SignedInPage
{
    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public UsageSessionPage Log { get; private set; } = new([], null);

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var person = Person;
        var ownKeys = keys.ListAsync(person.Session, RequestAborted);
        var page = usage.SessionsAsync(person.AccountId, Cursor, RequestAborted);
        await Task.WhenAll(ownKeys, page);
        Keys = await ownKeys;
        if ((await page).Refusal is { } refusal)
            ModelState.Add(refusal);
        else
            Log = (await page).Expect();
    }
}
