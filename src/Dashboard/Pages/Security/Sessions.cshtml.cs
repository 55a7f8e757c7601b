using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Pages.Security;

/// <summary>Where the account is signed in, each to be ended.</summary>
public sealed class SessionsModel(AccountsClient accounts, TimeProvider time) : SignedInPage
{
    private const string Address = "~/settings/sessions";

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public IReadOnlyList<SessionView> Sessions { get; private set; } = [];

    public async Task OnGetAsync() => Sessions = await accounts.SessionsAsync(Person.Session, RequestAborted);

    /// <summary>Ends one session; one that has ended already is as good.</summary>
    public async Task<IActionResult> OnPostEndAsync(Guid id)
    {
        await accounts.EndSessionAsync(Person.Session, id, RequestAborted);
        return Done("The session has ended.", Address);
    }

    public async Task<IActionResult> OnPostOthersAsync()
    {
        await accounts.EndOtherSessionsAsync(Person.Session, RequestAborted);
        return Done("Every other session has ended.", Address);
    }
}
