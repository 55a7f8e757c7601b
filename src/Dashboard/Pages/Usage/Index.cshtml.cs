using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The usage log: every request of the account, newest first; above it the cost of each of the last days.</summary>
public sealed class IndexModel(AccountsClient accounts, KeysClient keys, UsageClient usage, TimeProvider time) : SignedInPage
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
    public Outcome? Outcome { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public UsageFilter Filter => new(From, To, Key, ModelId, Outcome, Cursor);

    public UsagePage Log { get; private set; } = new([], null);

    public IReadOnlyList<DayBar> Days { get; private set; } = [];

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    public IReadOnlyList<string> Models { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var person = Person;
        var ownKeys = keys.ListAsync(person.Session, RequestAborted);
        var catalogue = accounts.CatalogueAsync(RequestAborted);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var hours = usage.HoursAsync(person.AccountId, today.AddDays(1 - DayBar.Days), today.AddDays(1), RequestAborted);
        await Task.WhenAll(ownKeys, catalogue, hours);
        Days = DayBar.From(await hours, today);
        Keys = await ownKeys;
        Models = [.. (await catalogue).Models.Select(model => model.Id)];

        if (From > To)
            ModelState.AddModelError(nameof(From), "The first day must not be after the last day.");
        if (ModelState.IsValid)
            await ReadAsync(person.AccountId);
    }

    private async Task ReadAsync(Guid account)
    {
        var page = await usage.RecordsAsync(account, Filter.ToQuery(), RequestAborted);
        if (page.Succeeded)
            Log = page.Value;
        else
            ModelState.Add(page.Refusal);
    }
}
