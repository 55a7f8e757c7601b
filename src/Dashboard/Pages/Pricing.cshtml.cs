using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Public;

namespace Platform.Dashboard.Pages;

/// <summary>What credit costs, what use of it costs, and the rules. What is calculated is in the address, so that it can be kept.</summary>
public sealed class PricingModel(Offers offers, UsageClient usage, CheckoutsClient checkouts) : PageModel
{
    public OfferList Offers { get; private set; } = null!;

    /// <summary>Null while Usage is away.</summary>
    public IReadOnlyList<PackView>? Packs { get; private set; }

    /// <summary>The bounds of an amount that a payer chooses; null when only packs are on sale.</summary>
    public CustomAmountView? AnyAmount { get; private set; }

    public Offer? Chosen { get; private set; }

    public Calculation? Result { get; private set; }

    [BindProperty(SupportsGet = true)]
    [Range(0, Calculation.MaxRequests, ErrorMessage = "Write a number of requests from 0 to 1,000,000.")]
    public int? Requests { get; set; }

    [BindProperty(SupportsGet = true)]
    [Range(0, Calculation.MaxTokens, ErrorMessage = "Write a number of tokens from 0 to 10,000,000.")]
    public int? Input { get; set; }

    [BindProperty(SupportsGet = true)]
    [Range(0, 100, ErrorMessage = "Write a whole number from 0 to 100.")]
    public int? Cached { get; set; }

    [BindProperty(SupportsGet = true)]
    [Range(0, Calculation.MaxTokens, ErrorMessage = "Write a number of tokens from 0 to 10,000,000.")]
    public int? Output { get; set; }

    public async Task OnGetAsync(string? model)
    {
        // An agent's day, for a start.
        (Requests, Input, Cached, Output) = (Requests ?? 100, Input ?? 20_000, Cached ?? 80, Output ?? 500);
        await ReadPacksAsync();
        Offers = await offers.ReadAsync(HttpContext.RequestAborted);
        var first = Quickstart.FindModel(Offers.Catalogue, [.. Offers.Sold.Select(offer => offer.Model.Id)]);
        Chosen = Offers.Find(model ?? "") ?? Offers.Find(first ?? "");
        if (ModelState.IsValid && Chosen is { } offer)
            Result = Calculation.Of(offer.Route.Price, Requests.Value, Input.Value, Cached.Value, Output.Value);
    }

    private async Task ReadPacksAsync()
    {
        try
        {
            var provider = checkouts.ProviderAsync(HttpContext.RequestAborted);
            Packs = await usage.PacksAsync(HttpContext.RequestAborted);
            AnyAmount = (await provider).CustomAmount;
        }
        catch (ServiceUnavailableException)
        {
            // The rules and the calculator are worth reading without.
            Packs = null;
        }
    }
}
