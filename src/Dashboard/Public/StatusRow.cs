using Platform.Dashboard.Display;

namespace Platform.Dashboard.Public;

/// <summary>A model on the page of the status.</summary>
/// <param name="Strip">Of the model; null where nothing was measured.</param>
/// <param name="Routes">Of each route, where there are several.</param>
public sealed record StatusRow(Offer Offer, double? Lately, double? Overall90, DayStrip? Strip, IReadOnlyList<DayStrip> Routes)
{
    public static StatusRow Of(Offer offer, DateOnly today)
    {
        if (offer.Figures is not { } measured)
            return new StatusRow(offer, null, null, null, []);
        var (name, figures) = (offer.Model.Id, measured.Figures);
        var routes = measured.Routes.Count > 1 ? measured.Routes : [];
        return new StatusRow(
            offer,
            figures.Lately,
            figures.Overall,
            DayStrip.Of(name, figures, today),
            [.. routes.Select(route => DayStrip.Of($"{name} at {route.Upstream} ({route.UpstreamModel})", route.Figures, today))]
        );
    }

    /// <summary>All models in one sentence, of those that enough is known of.</summary>
    public static StatusMark Overall(IEnumerable<StatusRow> rows)
    {
        var known = rows.Where(row => row.Lately is not null).ToArray();
        var failing = known.Count(row => Measures.Mark(row.Lately).Kind != "good");
        return known.Length == 0 ? StatusMark.Off("Too few requests to say")
            : failing == 0 ? StatusMark.Good("Every model that is known of works")
            : failing == known.Length ? StatusMark.Bad("Requests to every model that is known of fail")
            : StatusMark.Warn(failing == 1 ? "Requests to one model fail" : $"Requests to {Amounts.Tokens(failing)} models fail");
    }
}
