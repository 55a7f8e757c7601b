using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Tokens;

public sealed class IndexModel(KeysClient keys, UsageClient usage, TimeProvider time) : SignedInPage
{
    public IReadOnlyList<KeyRow> Rows { get; private set; } = [];

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public async Task OnGetAsync()
    {
        var person = Person;
        var list = keys.ListAsync(person.Session, RequestAborted);
        var budgets = usage.BudgetsAsync(person.AccountId, RequestAborted);
        await Task.WhenAll(list, budgets);
        Rows = KeyRow.From(await list, await budgets, Now);
    }
}
