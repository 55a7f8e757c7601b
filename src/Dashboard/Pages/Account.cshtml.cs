using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages;

/// <summary>The overview: the credit and how long it lasts, what was spent, what is to mend, the last requests; at first the first steps.</summary>
public sealed class AccountModel(
    AccountsClient accounts,
    KeysClient keys,
    UsageClient usage,
    IOptions<PlatformOptions> options,
    TimeProvider time
) : SignedInPage
{
    private const int LastRequests = 5,
        MostFailures = 200;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public BalanceView Balance { get; private set; } = null!;

    public Quickstart Quickstart { get; private set; } = null!;

    public Pace Pace { get; private set; } = null!;

    /// <summary>The days of <see cref="Pace"/>.</summary>
    public UsageChart Week { get; private set; } = null!;

    public IReadOnlyList<UsageRecord> Newest { get; private set; } = [];

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>Had credit once: what is used up was bought, too.</summary>
    public bool HasCredit { get; private set; }

    public bool HasKey { get; private set; }

    public bool HasCalled => Newest.Count > 0;

    public bool IsSetUp => HasCredit && HasKey && HasCalled;

    public async Task OnGetAsync()
    {
        var person = Person;
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        var first = new DateTimeOffset(today.AddDays(1 - Pace.Days), TimeOnly.MinValue, TimeSpan.Zero);
        var balance = usage.BalanceAsync(person.AccountId, RequestAborted);
        var budgets = usage.BudgetsAsync(person.AccountId, RequestAborted);
        var newest = usage.RecordsAsync(person.AccountId, new UsageQuery(Limit: LastRequests), RequestAborted);
        var failed = usage.RecordsAsync(
            person.AccountId,
            new UsageQuery(From: Now.AddDays(-1), Outcome: Outcome.Failed, Limit: MostFailures),
            RequestAborted
        );
        var days = usage.DaysAsync(person.AccountId, new UsageQuery(From: first), RequestAborted);
        var catalogue = accounts.CatalogueAsync(RequestAborted);
        var ownKeys = keys.ListAsync(person.Session, RequestAborted);
        await Task.WhenAll(balance, budgets, newest, failed, days, catalogue, ownKeys);

        (Balance, Keys, Newest) = (await balance, await ownKeys, (await newest).Expect().Records);
        var week = (await days).Expect();
        Pace = Pace.Of(week, today);
        Week = UsageChart.From(week, today.AddDays(1 - Pace.Days), today, today);
        Findings = Finding.Of(Balance, Pace, KeyRow.From(Keys, await budgets, Now), (await failed).Expect().Records, Now);
        Quickstart = new Quickstart(Quickstart.Placeholder, options.Value.BaseUrl, Quickstart.FindModel(await catalogue));
        HasCredit = HasCalled || Balance.Credit > Money.Zero;
        HasKey = Keys.Any(key => KeyWords.Works(key, Now));
    }
}
