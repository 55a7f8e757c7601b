using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Changes the limits of a key.</summary>
public sealed class LimitsModel(AccountsClient accounts, GatewayClient gateway, KeysClient keys, TimeProvider time)
    : LimitsPage(accounts, gateway, time)
{
    /// <summary>The public id of the key, not its secret.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public KeyView Key { get; private set; } = null!;

    protected override KeyLimits? Current => Key.Limits;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await FindAsync())
            return NotFound();
        await ReadCatalogueAsync();
        Expiry = Key.ExpiresAt is null ? Never : OnDay;
        (ExpiresOn, Models) = (DayOf(Key.ExpiresAt), Key.Models ?? []);
        RequestsPerMinute = Key.RequestsPerMinute?.ToString(CultureInfo.InvariantCulture);
        TokensPerMinute = Key.TokensPerMinute?.ToString(CultureInfo.InvariantCulture);
        ConcurrentRequests = Key.ConcurrentRequests?.ToString(CultureInfo.InvariantCulture);
        if (Key.SpendLimit is { } limit)
            Fill(nameof(SpendLimit), Amounts.Typed(limit));
        if (Key.PeriodLimit is { } each)
        {
            Fill(nameof(PeriodLimit), Amounts.Typed(each.Amount));
            Period = each.Period;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostFindAsync() => await FindAsync() ? await FindModelsAsync() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await FindAsync())
            return NotFound();
        var limits = ReadLimits();
        if (ModelState.IsValid)
        {
            if (await keys.UpdateAsync(Person.Session, Id, new UpdateKeyRequest(Limits: limits), RequestAborted) is not { } refusal)
                return Done("The new limits are in force within two seconds.", "~/tokens/" + Uri.EscapeDataString(Id));
            AddRefusal(refusal, "limits.");
        }

        await ReadCatalogueAsync();
        return Page();
    }

    private void Fill(string field, string text)
    {
        ModelState.SetModelValue(field, text, text);
        ModelState.MarkFieldSkipped(field);
    }

    /// <summary>A key that can be changed.</summary>
    private async Task<bool> FindAsync()
    {
        if (await keys.FindAsync(Person.Session, Id, RequestAborted) is not { Status: KeyStatus.Active or KeyStatus.Disabled } key)
            return false;
        Key = key;
        return true;
    }
}
