using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Display;
using Platform.Dashboard.Public;

namespace Platform.Dashboard.Pages;

/// <summary>The start page: what this is, what it looks like in a tool, a few models, and how billing works.</summary>
public sealed class IndexModel(Offers offers, IOptions<PlatformOptions> options) : PageModel
{
    private const int Few = 5;

    public OfferList Offers { get; private set; } = null!;

    /// <summary>A few, of different makers.</summary>
    public IReadOnlyList<Offer> Shown { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Offers = await offers.ReadAsync(HttpContext.RequestAborted);
        Shown = [.. Offers.Mixed().Take(Few)];
    }

    /// <summary>With a model that is recommended for the tool.</summary>
    public Quickstart For(Tool tool) =>
        new(
            Quickstart.Placeholder,
            options.Value.BaseUrl,
            Quickstart.FindModel(Offers.Catalogue, [.. Offers.Sold.Select(offer => offer.Model.Id)], tool.Id)
        );
}
