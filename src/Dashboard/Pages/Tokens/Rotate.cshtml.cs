using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Replaces a key by a new one with the same limits, which the next page shows once.</summary>
public sealed class RotateModel(KeysClient keys, ShownOnce secrets, TimeProvider time) : OneKeyPage(keys)
{
    public static IReadOnlyList<(int Seconds, string Words)> Graces { get; } =
    [(0, "at once"), (60 * 60, "in 1 hour"), (24 * 60 * 60, "in 24 hours")];

    /// <summary>How long the old key still works.</summary>
    [BindProperty]
    public int GraceSeconds { get; set; } = 24 * 60 * 60;

    /// <summary>Of this form, so that sending it again makes no second key.</summary>
    [BindProperty]
    public Guid? RequestId { get; set; }

    public Task<IActionResult> OnGetAsync()
    {
        RequestId = Guid.CreateVersion7(time.GetUtcNow());
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Graces.Any(grace => grace.Seconds == GraceSeconds))
            ModelState.AddModelError(nameof(GraceSeconds), "Choose when the old key ends.");
        if (!ModelState.IsValid)
            return await ShowAsync();

        var rotated = await Keys.RotateAsync(Person.Session, Id, new RotateKeyRequest(GraceSeconds, RequestId), RequestAborted);
        if (rotated.Succeeded)
            return LocalRedirect(secrets.Keep(HttpContext, Person, rotated.Value));
        if (rotated.Refusal.Code == ShownOnce.AlreadyCreated)
            return Done(rotated.Refusal.Message, "~/tokens");
        ModelState.Add(rotated.Refusal);
        return await ShowAsync();
    }

    protected override void Refill(IReadOnlyDictionary<string, string?[]> fields)
    {
        if (
            fields.TryGetValue(nameof(GraceSeconds), out var chosen)
            && int.TryParse(chosen[0], CultureInfo.InvariantCulture, out var seconds)
        )
            GraceSeconds = seconds;
    }
}
