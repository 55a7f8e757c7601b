using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Routes;

[Section("Routing")]
internal sealed class RoutingOptions
{
    /// <summary>Whether a route whose first token takes twice as long as the fastest's gets half as many conversations, and so on.</summary>
    public bool PreferFast { get; set; } = true;

    /// <summary>
    /// How much cheaper routes are preferred: the share of a route is divided by its price as a multiple of the cheapest's, to the power of
    /// this. 0: not at all.
    /// </summary>
    [Range(0, 10)]
    public int PricePreference { get; set; }
}
