using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Creates a key, which the next page shows once.</summary>
public sealed class NewModel(AccountsClient accounts, GatewayClient gateway, KeysClient keys, ShownOnce secrets, TimeProvider time)
    : LimitsPage(accounts, gateway, time)
{
    [BindProperty]
    [Required(ErrorMessage = "Give the key a name, for example that of your tool.")]
    [StringLength(100, ErrorMessage = "Use a name of at most 100 characters.")]
    public string? Name { get; set; }

    /// <summary>Of this form, so that sending it again makes no second key.</summary>
    [BindProperty]
    public Guid? RequestId { get; set; }

    public async Task OnGetAsync()
    {
        RequestId = Guid.CreateVersion7(Time.GetUtcNow());
        Expiry = Never;
        await ReadCatalogueAsync();
    }

    public Task<IActionResult> OnPostFindAsync() => FindModelsAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await ReadCatalogueAsync();
        var limits = ReadLimits();
        if (!ModelState.IsValid)
            return Page();

        var request = CreateKeyRequest.Of(Name!.Trim(), limits, RequestId);
        var created = await keys.CreateAsync(Person.Session, request, RequestAborted);
        if (created.Succeeded)
            return LocalRedirect(secrets.Keep(HttpContext, Person, created.Value));
        if (created.Refusal.Code == ShownOnce.AlreadyCreated)
            return Done(created.Refusal.Message, "~/tokens");
        AddRefusal(created.Refusal);
        return Page();
    }
}
