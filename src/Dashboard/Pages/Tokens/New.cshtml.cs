using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Forms;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Creates a key, which the next page shows once.</summary>
public sealed class NewModel(AccountsClient accounts, KeysClient keys, ShownOnce secrets, TimeProvider time) : SignedInPage
{
    private static readonly Money LargestLimit = Money.FromUsd(1_000_000);

    [BindProperty]
    [Required(ErrorMessage = "Give the key a name, for example that of your tool.")]
    [StringLength(100, ErrorMessage = "Use a name of at most 100 characters.")]
    public string? Name { get; set; }

    [BindProperty]
    public DateOnly? ExpiresOn { get; set; }

    [BindProperty]
    public Money? SpendLimit { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Models { get; set; } = [];

    public DateOnly Today { get; } = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public IReadOnlyList<Model> OnSale { get; private set; } = [];

    /// <summary>Of this form, so that sending it again makes no second key.</summary>
    [BindProperty]
    public Guid? RequestId { get; set; }

    public async Task OnGetAsync()
    {
        RequestId = Guid.CreateVersion7(time.GetUtcNow());
        await ReadCatalogueAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await ReadCatalogueAsync();
        CheckLimit();
        var end = ReadEnd();
        if (!ModelState.IsValid)
            return Page();

        var request = new CreateKeyRequest(Name!.Trim(), end, SpendLimit, Models.Count == 0 ? null : Models, RequestId);
        var created = await keys.CreateAsync(Person.Session, request, RequestAborted);
        if (created.Succeeded)
            return LocalRedirect(secrets.Keep(HttpContext, Person, created.Value));
        if (created.Refusal.Code == ShownOnce.AlreadyCreated)
            return Done(created.Refusal.Message, "~/tokens");
        ModelState.Add(created.Refusal, ("expiresAt", nameof(ExpiresOn)));
        return Page();
    }

    protected override void Refill(IReadOnlyDictionary<string, string?[]> fields) =>
        Models = fields.TryGetValue(nameof(Models), out var models) ? [.. models.OfType<string>()] : [];

    private async Task ReadCatalogueAsync() => OnSale = (await accounts.CatalogueAsync(RequestAborted)).Models;

    private void CheckLimit()
    {
        if (SpendLimit <= Money.Zero || SpendLimit > LargestLimit)
            ModelState.AddModelError(
                nameof(SpendLimit),
                "Write a limit above 0 and at most 1000000 US dollars, like 5 or 12.50. Leave it empty for no limit."
            );
    }

    /// <summary>The last second of the day, so that the key works until its end.</summary>
    private DateTimeOffset? ReadEnd()
    {
        if (ExpiresOn is not { } day)
            return null;
        var end = new DateTimeOffset(day, new TimeOnly(23, 59, 59), TimeSpan.Zero);
        if (end <= time.GetUtcNow())
            ModelState.AddModelError(nameof(ExpiresOn), "Choose today or a later day, or leave it empty for a key that never expires.");
        return end;
    }
}
