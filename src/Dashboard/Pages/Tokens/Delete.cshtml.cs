using System.Net;
using Microsoft.AspNetCore.Mvc;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Confirms, then deletes a key.</summary>
public sealed class DeleteModel(KeysClient keys, UsageClient usage, TimeProvider time) : OneKeyPage(keys)
{
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>The tool that made the newest request with the key; null when none said what it is.</summary>
    public string? LastClient { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await FindAsync() ? await ConfirmAsync() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        var refusal = await Keys.DeleteAsync(Person.Session, Id, RequestAborted);
        if (refusal is null)
            return Done("The key is deleted.", "~/tokens");
        // A key of the account's own that is deleted already is no refusal.
        if (refusal.Status == HttpStatusCode.NotFound)
            return NotFound();
        ModelState.Add(refusal);
        return await OnGetAsync();
    }

    private async Task<IActionResult> ConfirmAsync()
    {
        var newest = await usage.RecordsAsync(Person.AccountId, new UsageQuery(Key: Id, Limit: 1), RequestAborted);
        LastClient = newest.Value?.Records is [{ Client: { } client }] ? client : null;
        return Page();
    }
}
