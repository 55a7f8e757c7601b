using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Dashboard.Public;

namespace Platform.Dashboard.Pages.Models;

/// <summary>The models on sale, by what a person looks for. The filter is in the address, so that it works without a script.</summary>
public sealed class IndexModel(Offers offers) : PageModel
{
    public OfferList Offers { get; private set; } = null!;

    public OfferQuery Query { get; private set; } = new();

    public IReadOnlyList<Offer> Found { get; private set; } = [];

    public async Task OnGetAsync(string? search, string? provider, string? protocol, string? context, string? sort)
    {
        Query = new OfferQuery(
            Given(search),
            Given(provider),
            Given(protocol),
            long.TryParse(context, System.Globalization.CultureInfo.InvariantCulture, out var tokens) ? tokens : null,
            Given(sort)
        );
        Offers = await offers.ReadAsync(HttpContext.RequestAborted);
        Found = Query.Of(Offers.Sold);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
