using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Docs;

/// <summary>
/// What the pages of the documentation are filled with. They are readable while Accounts is away, which is when people look for help:
/// then with the placeholder of a model, and without the person's keys.
/// </summary>
public sealed class DocVisitors(AccountsClient accounts, KeysClient keys, IOptions<PlatformOptions> options, TimeProvider time)
{
    public async Task<DocFacts> FactsAsync(HttpContext context)
    {
        var catalogue = CatalogueAsync(context.RequestAborted);
        var own = await KeysAsync(context);
        return new DocFacts(options.Value.PublicUrl, options.Value.BaseUrl, await catalogue, own);
    }

    private async Task<IReadOnlyList<KeyView>> KeysAsync(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true)
            return [];
        try
        {
            var all = await keys.ListAsync(Person.From(context.User).Session, context.RequestAborted);
            return [.. all.Where(key => KeyWords.Works(key, time.GetUtcNow()))];
        }
        catch (Exception e) when (e is ServiceUnavailableException or SessionEndedException)
        {
            return [];
        }
    }

    private async Task<Catalogue?> CatalogueAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await accounts.CatalogueAsync(cancellationToken);
        }
        catch (ServiceUnavailableException)
        {
            return null;
        }
    }
}
