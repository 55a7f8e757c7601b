using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages;

/// <summary>The start page, for people who have never used an API key.</summary>
public sealed class IndexModel(AccountsClient accounts, IOptions<PlatformOptions> options) : PageModel
{
    public Quickstart Quickstart { get; private set; } = null!;

    /// <summary>Each model with its preferred route, whose price is shown.</summary>
    public IReadOnlyList<(Model Model, ModelRoute Route)> Sold { get; private set; } = [];

    /// <summary>The models of the scripted upstream, which exist in Development.</summary>
    public IReadOnlyList<(Model Model, ModelRoute Route)> Scripted { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var catalogue = await accounts.CatalogueAsync(HttpContext.RequestAborted);
        var all = catalogue.Models.Where(model => model.Routes.Count > 0).Select(model => (model, model.Routes[0])).ToLookup(IsScripted);
        (Sold, Scripted) = ([.. all[false]], [.. all[true]]);
        Quickstart = new Quickstart(Quickstart.Placeholder, options.Value.BaseUrl, Quickstart.FindModel(catalogue));
    }

    private static bool IsScripted((Model Model, ModelRoute Route) sold) => sold.Model.OwnedBy == "fake";
}
