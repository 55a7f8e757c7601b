using System.Net;
using Microsoft.AspNetCore.Mvc;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Confirms, then deletes a key.</summary>
public sealed class DeleteModel(KeysClient keys) : OneKeyPage(keys)
{
    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var refusal = await Keys.DeleteAsync(Person.Session, Id, RequestAborted);
        if (refusal is null or { Status: HttpStatusCode.NotFound })
            return Done("The key is deleted.", "~/tokens");
        ModelState.Add(refusal);
        return await ShowAsync();
    }
}
