using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>A usage record told to a person.</summary>
public sealed class ReceiptModel(KeysClient keys, UsageClient usage) : SignedInPage
{
    /// <summary>Every attempt, in order; at least one.</summary>
    public IReadOnlyList<UsageRecord> Attempts { get; private set; } = [];

    public string KeyName { get; private set; } = "";

    public UsageRecord First => Attempts[0];

    public Money Charged => Attempts.Aggregate(Money.Zero, (sum, attempt) => sum + attempt.Charge);

    /// <summary>What was left of the hold; zero when the charge took all of it.</summary>
    public Money GivenBack => First.Hold > Charged ? First.Hold - Charged : Money.Zero;

    public async Task<IActionResult> OnGetAsync(string requestId)
    {
        var person = Person;
        var found = await usage.RequestAsync(person.AccountId, requestId, Gone);
        if (!found.Succeeded || found.Value.Length == 0)
            return NotFound();

        Attempts = [.. found.Value.OrderBy(attempt => attempt.Attempt)];
        KeyName = KeyWords.NameOf(await keys.ListAsync(person.Session, Gone), First.KeyId);
        return Page();
    }
}
