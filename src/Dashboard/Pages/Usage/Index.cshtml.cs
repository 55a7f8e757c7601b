using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>
/// The usage log: every request that fits the filter, refused ones among them, newest first; above it the sums of those that were let
/// through, and a chart of them.
/// </summary>
public sealed class IndexModel(AccountsClient accounts, KeysClient keys, UsageClient usage, TimeProvider time) : UsageLogPage
{
    public DateOnly Today { get; } = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>What the chart shows; cost without it, or where it is no such thing.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>What the chart is divided by: <c>model</c>, <c>key</c>, or all together.</summary>
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    public LogPage Log { get; private set; } = new([], null);

    public LogRows Rows => new("usage-log", "Requests, newest first", Log.Entries, Keys);

    /// <summary>The filter with what the chart shows.</summary>
    public UsageFilter Shown => Filter with { Show = Metric == UsageMetric.Cost ? null : Metric.ToString(), By = Division };

    /// <summary>The session that the filter names; null where it names none, or there is none.</summary>
    public UsageSession? OfSession { get; private set; }

    public UsageTotals Totals { get; private set; } = UsageTotals.Of([]);

    /// <summary>Null where the filter has no sums by day.</summary>
    public UsageChartView? Chart { get; private set; }

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    public IReadOnlyList<string> Models { get; private set; } = [];

    /// <summary>Spans of days to choose at once, with the filter that each of them is.</summary>
    public IEnumerable<(string Words, UsageFilter Filter)> Presets =>
        [("Today", Last(1)), ("7 days", Last(7)), ("30 days", Last(30)), ("All", Shown with { From = null, To = null, Cursor = null })];

    /// <summary>What was let through, what was refused, or both.</summary>
    public IEnumerable<(string Words, UsageFilter Filter)> Kinds =>
        [("All requests", Kind(null)), ("Let through", Kind("admitted")), ("Refused", Kind("refused"))];

    /// <summary>Each thing that the filter asks for, with the filter without it.</summary>
    public IEnumerable<(string Words, UsageFilter Without)> Active
    {
        get
        {
            var all = Shown with { Cursor = null };
            if (From is { } from)
                yield return ($"from {UsageFilter.Text(from)}", all with { From = null });
            if (To is { } to)
                yield return ($"to {UsageFilter.Text(to)}", all with { To = null });
            if (!string.IsNullOrEmpty(Key))
                yield return ($"key {KeyWords.NameOf(Keys, Key)}", all with { Key = null });
            if (!string.IsNullOrEmpty(ModelId))
                yield return ($"model {ModelId}", all with { Model = null });
            if (Outcome is { } outcome)
                yield return (UsageWords.Outcome(outcome), all with { Outcome = null });
            if (!string.IsNullOrEmpty(Session))
                yield return ("one session", all with { Session = null });
        }
    }

    private UsageMetric Metric =>
        Enum.TryParse<UsageMetric>(Show, ignoreCase: true, out var metric) && Enum.IsDefined(metric) ? metric : default;

    private string? Division => By is "model" or "key" ? By : null;

    /// <param name="request">An id to look for; its own page shows it, or says that there is none.</param>
    public async Task<IActionResult> OnGetAsync(string? request)
    {
        if (!string.IsNullOrWhiteSpace(request))
            return LocalRedirect("~/usage/" + Uri.EscapeDataString(request.Trim()));

        var person = Person;
        var ownKeys = keys.ListAsync(person.Session, RequestAborted);
        var catalogue = accounts.CatalogueAsync(RequestAborted);
        var read = HasValidFilter() ? ReadAsync(person.AccountId, ownKeys) : Task.CompletedTask;
        await Task.WhenAll(ownKeys, catalogue, read);
        Keys = await ownKeys;
        Models = [.. (await catalogue).Models.Select(model => model.Id)];
        return Page();
    }

    /// <summary>The rows alone, which a script asks for again and again.</summary>
    public async Task<IActionResult> OnGetRowsAsync()
    {
        var person = Person;
        if (!HasValidFilter())
            return BadRequest();
        var ownKeys = keys.ListAsync(person.Session, RequestAborted);
        var page = usage.LogAsync(person.AccountId, Filter.ToQuery(), RequestAborted);
        await Task.WhenAll(ownKeys, page);
        if (!(await page).Succeeded)
            return BadRequest();
        (Keys, Log) = (await ownKeys, (await page).Expect());
        return Partial("_Rows", Rows);
    }

    private UsageFilter Last(int days) => Shown with { From = Today.AddDays(1 - days), To = null, Cursor = null };

    private UsageFilter Kind(string? only) =>
        Shown with
        {
            Only = only,
            Cursor = null,
            Outcome = only == "refused" ? null : Outcome,
            Session = only == "refused" ? null : Session,
        };

    private async Task ReadAsync(Guid account, Task<IReadOnlyList<KeyView>> ownKeys)
    {
        var query = Filter.ToQuery();
        var page = usage.LogAsync(account, query, RequestAborted);
        var sums = ReadSumsAsync(account, query, ownKeys);
        await Task.WhenAll(page, sums);
        if ((await page).Refusal is { } refusal)
            ModelState.Add(refusal);
        else
            Log = (await page).Expect();
    }

    /// <summary>A session has sums of its own, and what was refused has none.</summary>
    private async Task ReadSumsAsync(Guid account, UsageQuery query, Task<IReadOnlyList<KeyView>> ownKeys)
    {
        if (Only == "refused")
            return;
        if (!string.IsNullOrEmpty(Session))
        {
            var found = await usage.SessionAsync(account, Session, RequestAborted);
            OfSession = found.Succeeded ? found.Value : null;
            return;
        }

        var days = await usage.DaysAsync(account, query with { By = Division }, RequestAborted);
        if (!days.Succeeded)
            return;
        Totals = UsageTotals.Of(days.Value);
        var names = await ownKeys;
        var chart = UsageBreakdown.Of(days.Value, Metric, From, To, Today, group => By == "key" ? KeyWords.NameOf(names, group) : group);
        Chart = chart.IsEmpty ? null : new UsageChartView(chart, Shown, Division);
    }
}
