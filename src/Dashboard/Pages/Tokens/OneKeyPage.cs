using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>A page about one key of the account.</summary>
public abstract class OneKeyPage(KeysClient keys) : SignedInPage
{
    /// <summary>The public id of the key, not its secret.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public KeyView Key { get; private set; } = null!;

    protected KeysClient Keys => keys;

    /// <summary>The page, or 404 when the account has no such key.</summary>
    protected async Task<IActionResult> ShowAsync() => await FindAsync() ? Page() : NotFound();

    protected async Task<bool> FindAsync()
    {
        if (await keys.FindAsync(Person.Session, Id, RequestAborted) is not { Status: not KeyStatus.Deleted } key)
            return false;
        Key = key;
        return true;
    }
}
