using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages;

/// <summary>The overview: the credit, and the first steps.</summary>
public sealed class AccountModel(
    AccountsClient accounts,
    KeysClient keys,
    UsageClient usage,
    IOptions<PlatformOptions> options,
    TimeProvider time
) : SignedInPage
{
    public BalanceView Balance { get; private set; } = null!;

    public Quickstart Quickstart { get; private set; } = null!;

    public bool HasCredit { get; private set; }

    public bool HasKey { get; private set; }

    public bool HasCalled { get; private set; }

    public async Task OnGetAsync()
    {
        var person = Person;
        var balance = usage.BalanceAsync(person.AccountId, RequestAborted);
        var newest = usage.RecordsAsync(person.AccountId, new UsageQuery(Limit: 1), RequestAborted);
        var catalogue = accounts.CatalogueAsync(RequestAborted);
        var ownKeys = keys.ListAsync(person.Session, RequestAborted);
        await Task.WhenAll(balance, newest, catalogue, ownKeys);

        var now = time.GetUtcNow();
        Balance = await balance;
        Quickstart = new Quickstart(Quickstart.Placeholder, options.Value.BaseUrl, Quickstart.FindModel(await catalogue));
        HasCredit = Balance.Available > Money.Zero;
        HasKey = (await ownKeys).Any(key => KeyWords.Works(key, now));
        HasCalled = (await newest).Expect().Records.Count > 0;
    }
}
