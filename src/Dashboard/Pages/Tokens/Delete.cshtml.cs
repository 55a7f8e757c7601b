using System.Net;
using Microsoft.AspNetCore.Mvc;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Confirms, then deletes a key.</summary>
public sealed class DeleteModel(KeysClient keys, TimeProvider time) : OneKeyPage(keys)
{
    private static readonly TimeSpan InUse = TimeSpan.FromDays(1);

    /// <summary>The key's name or last four characters, for a key that is in use.</summary>
    [BindProperty]
    public string? Confirmation { get; set; }

    public bool IsInUse => Key.LastUsedAt > Now - InUse;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await FindAsync())
            return NotFound();
        if (IsInUse && !IsConfirmed())
        {
            ModelState.AddModelError(nameof(Confirmation), $"Type the name of the key, or {Key.LastFour}. Nothing was deleted.");
            return Page();
        }

        var refusal = await Keys.DeleteAsync(Person.Session, Id, RequestAborted);
        if (refusal is null)
            return Done("The key is deleted.", "~/tokens");
        // A key of the account's own that is deleted already is no refusal.
        if (refusal.Status == HttpStatusCode.NotFound)
            return NotFound();
        ModelState.Add(refusal);
        return await ShowAsync();
    }

    private bool IsConfirmed() =>
        Confirmation?.Trim() is { } typed
        && (typed == Key.LastFour || string.Equals(typed, KeyWords.Name(Key), StringComparison.OrdinalIgnoreCase));
}
