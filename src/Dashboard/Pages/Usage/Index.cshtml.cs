using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The usage log: every request that fits the filter, newest first; above it their sums and their cost by day.</summary>
public sealed class IndexModel(AccountsClient accounts, KeysClient keys, UsageClient usage, TimeProvider time) : UsageLogPage
{
    public DateOnly Today { get; } = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public UsagePage Log { get; private set; } = new([], null);

    public UsageTotals Totals { get; private set; } = UsageTotals.Of([]);

    public UsageChart Chart { get; private set; } = null!;

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    public IReadOnlyList<string> Models { get; private set; } = [];

    /// <summary>Spans of days to choose at once, with the filter that each of them is.</summary>
    public IEnumerable<(string Words, UsageFilter Filter)> Presets =>
        [("Today", Last(1)), ("7 days", Last(7)), ("30 days", Last(30)), ("All", Filter with { From = null, To = null, Cursor = null })];

    /// <param name="request">An id to look for; its own page shows it, or says that there is none.</param>
    public async Task<IActionResult> OnGetAsync(string? request)
    {
        if (!string.IsNullOrWhiteSpace(request))
            return LocalRedirect("~/usage/" + Uri.EscapeDataString(request.Trim()));

        var person = Person;
        var ownKeys = keys.ListAsync(person.Session, RequestAborted);
        var catalogue = accounts.CatalogueAsync(RequestAborted);
        var read = HasValidFilter() ? ReadAsync(person.AccountId) : Task.CompletedTask;
        await Task.WhenAll(ownKeys, catalogue, read);
        Keys = await ownKeys;
        Models = [.. (await catalogue).Models.Select(model => model.Id)];
        return Page();
    }

    private UsageFilter Last(int days) => Filter with { From = Today.AddDays(1 - days), To = null, Cursor = null };

    private async Task ReadAsync(Guid account)
    {
        var query = Filter.ToQuery();
        var page = usage.RecordsAsync(account, query, RequestAborted);
        var days = usage.DaysAsync(account, query, RequestAborted);
        await Task.WhenAll(page, days);
        if ((await page).Refusal is { } refusal)
        {
            ModelState.Add(refusal);
            return;
        }

        Log = (await page).Expect();
        var sums = (await days).Expect();
        (Totals, Chart) = (UsageTotals.Of(sums), UsageChart.From(sums, From, To, Today));
    }
}
