using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Public;

namespace Platform.Dashboard.Pages;

/// <summary>How models and routes do: measured from real requests, and at this moment as the gateway knows its upstreams.</summary>
public sealed class MeasuredPage(Offers offers, GatewayClient gateway) : PageModel
{
    /// <summary>Null while Usage is away: then nothing is known.</summary>
    public Measured? Measured { get; private set; }

    public IReadOnlyList<StatusRow> Sold { get; private set; } = [];

    public IReadOnlyList<StatusRow> Scripted { get; private set; } = [];

    /// <summary>Null while the gateway does not answer.</summary>
    public IReadOnlyDictionary<string, ModelNow>? Now { get; private set; }

    public StatusMark Overall => Now is null ? StatusMark.Bad("The API does not answer at this moment") : StatusRow.Overall(Sold);

    public async Task OnGetAsync()
    {
        var now = gateway.ModelsNowAsync(HttpContext.RequestAborted);
        Measured = await offers.MeasuredAsync(HttpContext.RequestAborted);
        Now = await now;
        if (Measured is not { } measured)
            return;
        var list = await offers.ReadAsync(HttpContext.RequestAborted);
        Sold = [.. list.Sold.Select(offer => StatusRow.Of(offer, measured.Today, Now?.GetValueOrDefault(offer.Model.Id)))];
        Scripted = [.. list.Scripted.Select(offer => StatusRow.Of(offer, measured.Today, Now?.GetValueOrDefault(offer.Model.Id)))];
    }
}
