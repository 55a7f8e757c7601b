using System.Globalization;
using Platform.Contracts;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Public;

/// <summary>A model on the page of the status.</summary>
/// <param name="Now">As the gateway says; null where it does not.</param>
/// <param name="Strip">Of the model; null where nothing was measured.</param>
/// <param name="Routes">Of each route, where there are several.</param>
public sealed record StatusRow(
    Offer Offer,
    double? Lately,
    double? Overall90,
    DayStrip? Strip,
    IReadOnlyList<DayStrip> Routes,
    ModelNow? Now = null
)
{
    private const string Down = "down",
        Recovering = "recovering";

    /// <summary>Nothing is to be said of it: nobody called it often enough, and nothing is wrong with it at this moment.</summary>
    public bool IsQuiet => Now?.State is not (Down or Recovering) && Lately is null && Overall90 is null;

    /// <summary>What is so at this moment counts more than what was measured in the last hours.</summary>
    public StatusMark Mark =>
        Now?.State switch
        {
            Down => StatusMark.Bad("No provider answers" + Since(Now.Since)),
            Recovering => StatusMark.Warn("Recovering"),
            _ when Lately is null && Overall90 is not null => StatusMark.Off("Too few requests lately"),
            _ => Measures.Mark(Lately),
        };

    public static StatusRow Of(Offer offer, DateOnly today, ModelNow? now = null)
    {
        if (offer.Figures is not { } measured)
            return new StatusRow(offer, null, null, null, [], now);
        var (name, figures) = (offer.Model.Id, measured.Figures);
        var routes = measured.Routes.Count > 1 ? measured.Routes : [];
        return new StatusRow(
            offer,
            figures.Lately,
            figures.Overall,
            DayStrip.Of(name, figures, today),
            [.. routes.Select(route => DayStrip.Of($"{name} at {route.Upstream} ({route.UpstreamModel})", route.Figures, today))],
            now
        );
    }

    /// <summary>All models in one sentence, of those that enough is known of.</summary>
    public static StatusMark Overall(IReadOnlyCollection<StatusRow> rows)
    {
        var down = rows.Count(row => row.Now?.State == Down);
        if (down > 0)
            return down == rows.Count
                ? StatusMark.Bad("No model has a provider that answers at this moment")
                : StatusMark.Bad(
                    down == 1
                        ? "One model has no provider that answers at this moment"
                        : $"{Amounts.Tokens(down)} models have no provider that answers at this moment"
                );
        var known = rows.Where(row => row.Lately is not null).Select(row => Measures.Mark(row.Lately).Kind).ToArray();
        var failing = known.Count(kind => kind != "good");
        return known.Length == 0 ? StatusMark.Off("Too few requests to say")
            : failing == 0 ? StatusMark.Good("Every model that is known of works")
            : known.All(kind => kind == "bad") ? StatusMark.Bad("Many requests to every model that is known of fail")
            : StatusMark.Warn(failing == 1 ? "Some requests to one model fail" : $"Some requests to {Amounts.Tokens(failing)} models fail");
    }

    private static string Since(DateTimeOffset? since) =>
        since is { } time ? string.Create(CultureInfo.InvariantCulture, $", since {time.UtcDateTime:HH:mm} UTC") : "";
}
