using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Security;

/// <summary>What was done to the account, and tried.</summary>
public sealed class LogModel(AccountsClient accounts, KeysClient keys) : SignedInPage
{
    /// <summary>Accounts keeps fewer.</summary>
    private const int MaxSkip = 10_000;

    [BindProperty(SupportsGet = true)]
    public int Skip { get; set; }

    public SecurityPage Log { get; private set; } = null!;

    /// <summary>The names of the keys that still exist.</summary>
    public IReadOnlyDictionary<string, string> KeyNames { get; private set; } = new Dictionary<string, string>();

    public async Task OnGetAsync()
    {
        Skip = Math.Clamp(Skip, 0, MaxSkip);
        var person = Person;
        var log = accounts.SecurityEventsAsync(person.Session, Skip, RequestAborted);
        var own = keys.ListAsync(person.Session, RequestAborted);
        await Task.WhenAll(log, own);
        (Log, KeyNames) = (await log, (await own).ToDictionary(key => key.Id, KeyWords.Name));
        // A number that cannot be read is none.
        ModelState.Clear();
    }
}
