using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Replaces a key by a new one with the same limits, and shows the new key once.</summary>
public sealed class RotateModel(AccountsClient accounts, KeysClient keys, IOptions<PlatformOptions> options) : OneKeyPage(keys)
{
    public static IReadOnlyList<(int Seconds, string Words)> Graces { get; } =
    [(0, "at once"), (60 * 60, "in 1 hour"), (24 * 60 * 60, "in 24 hours")];

    /// <summary>How long the old key still works.</summary>
    [BindProperty]
    public int GraceSeconds { get; set; } = 24 * 60 * 60;

    public NewKey? Created { get; private set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Graces.Any(grace => grace.Seconds == GraceSeconds))
            ModelState.AddModelError(nameof(GraceSeconds), "Choose when the old key ends.");
        if (!ModelState.IsValid)
            return await ShowAsync();

        // Before the creation of the key, so that nothing can fail between creating and showing it.
        var catalogue = await accounts.CatalogueAsync(RequestAborted);
        var rotated = await Keys.RotateAsync(Person.Session, Id, new RotateKeyRequest(GraceSeconds), RequestAborted);
        if (rotated.Succeeded)
        {
            Created = NewKey.Show(rotated.Value, catalogue, options.Value.BaseUrl, Response);
            return Page();
        }

        ModelState.Add(rotated.Refusal);
        return await ShowAsync();
    }
}
