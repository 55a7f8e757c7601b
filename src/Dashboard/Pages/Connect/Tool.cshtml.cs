using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Connect;
using Platform.Dashboard.Display;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Connect;

/// <summary>
/// One tool: first a key, made here or chosen; then the tool's settings with it filled in, and what comes from the tool. A secret is in the
/// response to the form only; for a key that exists the browser fills it in, from a field that is never sent.
/// </summary>
public sealed class ToolModel(
    AccountsClient accounts,
    KeysClient keys,
    Sightings sightings,
    IOptions<PlatformOptions> options,
    TimeProvider time
) : SignedInPage
{
    public Tool Tool { get; private set; } = null!;

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    /// <summary>The key that is waited for; null until there is one.</summary>
    public KeyView? Key { get; private set; }

    /// <summary>With the secret in the response that makes the key; else with a placeholder.</summary>
    public Quickstart Quickstart { get; private set; } = null!;

    public bool ShowsSecret { get; private set; }

    /// <summary>What came, newest first.</summary>
    public IReadOnlyList<Sighting> Seen { get; private set; } = [];

    /// <summary>
    /// The newest key when the form was made. A newer one of the form's name was made by it, and is not made again when the form is sent
    /// again.
    /// </summary>
    [BindProperty]
    public string? Newest { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Give the key a name, for example that of your tool.")]
    [StringLength(100, ErrorMessage = "Use a name of at most 100 characters.")]
    public string? Name { get; set; }

    public long Since { get; private set; }

    public string Address => $"/connect/{Tool.Id}?key={Key!.Id}&since={Since}";

    public string EventsAddress => $"/connect/{Tool.Id}/events?key={Key!.Id}&since={Since}";

    public async Task<IActionResult> OnGetAsync(string tool, string? key, long? since)
    {
        if (ConnectTool.Find(tool) is not { } found)
            return NotFound();
        Tool = found;
        Keys = await ListAsync();
        Newest = Keys is [var first, ..] ? first.Id : null;
        Name = found.Name;
        if (key is null)
            return Page();
        if ((Key = Keys.FirstOrDefault(own => own.Id == key)) is null)
            return NotFound();
        Since = Moment.Of(Moment.From(since, time));
        // The moment is a part of the address, so that a reload shows what has come since.
        if (since is null)
            return LocalRedirect("~" + Address);
        Quickstart = Fill(await accounts.CatalogueAsync(RequestAborted), Quickstart.Placeholder);
        Seen = await sightings.SinceAsync(Person, Tool, Key.Id, Keys, Moment.From(since, time), RequestAborted);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string tool)
    {
        if (ConnectTool.Find(tool) is not { } found)
            return NotFound();
        Tool = found;
        // Before the creation of the key, so that nothing can fail between creating and showing it.
        var catalogue = await accounts.CatalogueAsync(RequestAborted);
        Keys = await ListAsync();
        if (!ModelState.IsValid)
            return Page();
        if (Keys.TakeWhile(key => key.Id != Newest).FirstOrDefault(key => key.Name == Name!.Trim()) is { } made)
        {
            Notice = "This key was made already; its secret was shown once. Paste it below, or make another key.";
            return LocalRedirect($"~/connect/{Tool.Id}?key={made.Id}&since={Moment.Of(made.CreatedAt)}");
        }

        var created = await keys.CreateAsync(Person.Session, new CreateKeyRequest(Name!.Trim()), RequestAborted);
        if (!created.Succeeded)
        {
            ModelState.Add(created.Refusal);
            return Page();
        }

        Response.Headers.CacheControl = "no-store";
        (Key, ShowsSecret, Since) = (created.Value.Key, true, Moment.Of(created.Value.Key.CreatedAt));
        Quickstart = Fill(catalogue, created.Value.Secret);
        return Page();
    }

    private async Task<IReadOnlyList<KeyView>> ListAsync() =>
        [.. (await keys.ListAsync(Person.Session, RequestAborted)).Where(key => KeyWords.Works(key, time.GetUtcNow()))];

    private Quickstart Fill(Catalogue catalogue, string secret) =>
        new(secret, options.Value.BaseUrl, Quickstart.FindModel(catalogue, Key!.Models, Tool.Id));
}
