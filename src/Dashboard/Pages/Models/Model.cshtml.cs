using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Public;

namespace Platform.Dashboard.Pages.Models;

/// <summary>One model: its prices then and now, how it did, and how to call it.</summary>
public sealed class ModelModel(
    Offers offers,
    AccountsClient accounts,
    GatewayClient gateway,
    IOptions<PlatformOptions> options,
    TimeProvider time
) : PageModel
{
    public Offer Offer { get; private set; } = null!;

    /// <summary>Of each route, oldest first.</summary>
    public IReadOnlyList<RoutePrices> Prices { get; private set; } = [];

    /// <summary>What an account may ask of it at a time; null where nothing is limited, or that is not known at the moment.</summary>
    public string? Limits { get; private set; }

    public Quickstart Quickstart { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        var prices = accounts.PricesAsync(id, HttpContext.RequestAborted);
        var all = gateway.LimitsAsync(HttpContext.RequestAborted);
        var list = await offers.ReadAsync(HttpContext.RequestAborted);
        Prices = await prices;
        if (list.Find(id) is not { } offer)
            return NotFound();
        (Offer, Now) = (offer, time.GetUtcNow());
        Quickstart = new Quickstart(Quickstart.Placeholder, options.Value.BaseUrl, id);
        if (await all is { } limits && LimitWords.Of((offer.Model.Limits ?? RateLimits.None).Or(limits.Model)) is { Length: > 0 } words)
            Limits = words;
        return Page();
    }
}
