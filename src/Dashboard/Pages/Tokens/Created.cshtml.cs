using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Shows a new key once. Opened again, it says that it was shown.</summary>
public sealed class CreatedModel(AccountsClient accounts, KeysClient keys, ShownOnce secrets, IOptions<PlatformOptions> options)
    : OneKeyPage(keys)
{
    /// <summary>Null when the secret was shown before.</summary>
    public NewKey? Created { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        // Before the secret is taken, so that nothing can fail between taking and showing it.
        var catalogue = await accounts.CatalogueAsync(RequestAborted);
        if (!await FindAsync())
            return NotFound();
        Response.Headers.CacheControl = "no-store";
        if (secrets.Take(HttpContext, Person, Id) is { } secret)
            Created = new NewKey(Key, new Quickstart(secret, options.Value.BaseUrl, Quickstart.FindModel(catalogue, Key.Models)));
        return Page();
    }
}
