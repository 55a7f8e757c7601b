using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Tokens;

public sealed class ManageModel(KeysClient keys, UsageClient usage, Rates rates, TimeProvider time) : OneKeyPage(keys)
{
    [BindProperty]
    [Required(ErrorMessage = "Give the key a name.")]
    [StringLength(100, ErrorMessage = "Use a name of at most 100 characters.")]
    public string? Name { get; set; }

    public KeyRow Row { get; private set; } = null!;

    /// <summary>Null where they are not known at the moment.</summary>
    public RatesInForce? Rates { get; private set; }

    /// <summary>When the limit for each period starts anew.</summary>
    public string Anew =>
        Key.PeriodLimit is { } each ? $"{each.Period.Next(SpendPeriods.DayOf(time.GetUtcNow())):yyyy-MM-dd} at 00:00 UTC" : "";

    public string StatusInFull => KeyWords.Status(Key, time.GetUtcNow());

    public async Task<IActionResult> OnGetAsync()
    {
        // No form was sent yet, so no field is missing.
        ModelState.Clear();
        return await WithRowAsync(key => Name = key.Name);
    }

    public async Task<IActionResult> OnPostRenameAsync()
    {
        if (
            ModelState.IsValid
            && await Keys.UpdateAsync(Person.Session, Id, new UpdateKeyRequest(Name!.Trim()), RequestAborted) is { } refusal
        )
            ModelState.Add(refusal);
        return ModelState.IsValid ? Done("The key is renamed.", Address) : await WithRowAsync(_ => { });
    }

    public Task<IActionResult> OnPostDisableAsync() => SwitchAsync(false, "The key is disabled. It is refused until you enable it again.");

    public Task<IActionResult> OnPostEnableAsync() => SwitchAsync(true, "The key is enabled. It works again.");

    private string Address => "~/tokens/" + Uri.EscapeDataString(Id);

    private async Task<IActionResult> SwitchAsync(bool enabled, string notice)
    {
        ModelState.Clear();
        if (await Keys.UpdateAsync(Person.Session, Id, new UpdateKeyRequest(Enabled: enabled), RequestAborted) is not { } refusal)
            return Done(notice, Address);
        ModelState.Add(refusal);
        return await WithRowAsync(key => Name = key.Name);
    }

    private async Task<IActionResult> WithRowAsync(Action<KeyView> found)
    {
        if (!await FindAsync())
            return NotFound();
        var inForce = rates.ReadAsync(Person.AccountId, RequestAborted);
        Row = KeyRow.From([Key], await usage.BudgetsAsync(Person.AccountId, RequestAborted), time.GetUtcNow())[0];
        Rates = await inForce;
        found(Key);
        return Page();
    }
}
