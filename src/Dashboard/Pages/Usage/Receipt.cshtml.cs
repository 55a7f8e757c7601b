using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The receipt of a request, or why it was refused.</summary>
public sealed class ReceiptModel(KeysClient keys, UsageClient usage, RefusedClient refused, IOptions<PlatformOptions> platform)
    : SignedInPage
{
    /// <summary>Every attempt, in order; at least one.</summary>
    public IReadOnlyList<UsageRecord> Attempts { get; private set; } = [];

    /// <summary>Not null for a request that was refused, which has no attempts.</summary>
    public RefusedView? Refused { get; private set; }

    public string KeyName { get; private set; } = "";

    /// <summary>What support asks for.</summary>
    public string Support { get; private set; } = "";

    public UsageRecord First => Attempts[0];

    public string AskedModel => First.AskedModel ?? First.Model;

    /// <summary>The model that answered, or was tried last, in the place of the one that was asked for; null where none was.</summary>
    public string? Fallback => Attempts[^1].AskedModel is null ? null : Attempts[^1].Model;

    public Money Charged => Attempts.Aggregate(Money.Zero, (sum, attempt) => sum + attempt.Charge);

    /// <summary>The part of the hold that was released; zero when the charge took all of it.</summary>
    public Money ReleasedHold => First.Hold > Charged ? First.Hold - Charged : Money.Zero;

    public async Task<IActionResult> OnGetAsync(string requestId)
    {
        var person = Person;
        var found = await usage.RequestAsync(person.AccountId, requestId, RequestAborted);
        if (!found.Succeeded || found.Value.Length == 0)
            return await ShowRefusedAsync(person, requestId);

        Attempts = [.. found.Value.OrderBy(attempt => attempt.Attempt)];
        var own = await keys.ListAsync(person.Session, RequestAborted);
        KeyName = KeyWords.NameOf(own, First.KeyId);
        Support = SupportText.Of(Attempts, own.FirstOrDefault(key => key.Id == First.KeyId), platform.Value.BaseUrl);
        return Page();
    }

    private async Task<IActionResult> ShowRefusedAsync(Person person, string requestId)
    {
        if (await refused.FindAsync(person.AccountId, requestId, RequestAborted) is not { Succeeded: true, Value: var request })
            return NotFound();
        var own = await keys.ListAsync(person.Session, RequestAborted);
        Refused = new RefusedView(
            request,
            KeyWords.NameOf(own, request.KeyId),
            SupportText.Of(request, own.FirstOrDefault(key => key.Id == request.KeyId), platform.Value.BaseUrl)
        );
        return Page();
    }
}
