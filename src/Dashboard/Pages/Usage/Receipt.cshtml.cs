using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The receipt of a request.</summary>
public sealed class ReceiptModel(KeysClient keys, UsageClient usage) : SignedInPage
{
    /// <summary>Every attempt, in order; at least one.</summary>
    public IReadOnlyList<UsageRecord> Attempts { get; private set; } = [];

    public string KeyName { get; private set; } = "";

    public UsageRecord First => Attempts[0];

    public Money Charged => Attempts.Aggregate(Money.Zero, (sum, attempt) => sum + attempt.Charge);

    /// <summary>The part of the hold that was released; zero when the charge took all of it.</summary>
    public Money ReleasedHold => First.Hold > Charged ? First.Hold - Charged : Money.Zero;

    public async Task<IActionResult> OnGetAsync(string requestId)
    {
        var person = Person;
        var found = await usage.RequestAsync(person.AccountId, requestId, RequestAborted);
        if (!found.Succeeded || found.Value.Length == 0)
            return NotFound();

        Attempts = [.. found.Value.OrderBy(attempt => attempt.Attempt)];
        KeyName = KeyWords.NameOf(await keys.ListAsync(person.Session, RequestAborted), First.KeyId);
        return Page();
    }
}
