using System.Net;
using Microsoft.AspNetCore.Mvc;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Confirms, then deletes a key.</summary>
public sealed class DeleteModel(KeysClient keys, TimeProvider time) : OneKeyPage(keys)
{
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var refusal = await Keys.DeleteAsync(Person.Session, Id, RequestAborted);
        if (refusal is null)
            return Done("The key is deleted.", "~/tokens");
        // A key of the account's own that is deleted already is no refusal.
        if (refusal.Status == HttpStatusCode.NotFound)
            return NotFound();
        ModelState.Add(refusal);
        return await ShowAsync();
    }
}
