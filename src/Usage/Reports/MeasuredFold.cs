using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>What distinguishes the routes of a model.</summary>
internal sealed record RouteName(string Upstream, string UpstreamModel);

/// <summary>The attempts of a route on one day.</summary>
/// <param name="Requests">First attempts.</param>
/// <param name="Lately">Whether only the last hours are counted.</param>
internal sealed record RouteDay(string Model, RouteName Route, DateOnly Day, bool Lately, long Requests, long Attempts, long Completed);

/// <summary>Streams of a route whose first byte came within 1.1 to the power of <paramref name="Step"/> milliseconds.</summary>
internal sealed record RouteStep(string Model, RouteName Route, int Step, long Streams);

/// <summary>Makes figures of sums, and leaves out those that few requests stand behind.</summary>
internal sealed class MeasuredFold(int minRequests, DateOnly today)
{
    public IReadOnlyList<MeasuredModel> Models(IReadOnlyList<RouteDay> days, IReadOnlyList<RouteStep> steps) =>
        [
            .. days.GroupBy(day => day.Model)
                .OrderBy(model => model.Key, StringComparer.Ordinal)
                .Select(model => new MeasuredModel(
                    model.Key,
                    Figures([.. model], [.. steps.Where(step => step.Model == model.Key)], day => day.Requests),
                    [
                        .. model
                            .GroupBy(day => day.Route)
                            .OrderBy(route => route.Key.Upstream, StringComparer.Ordinal)
                            .ThenBy(route => route.Key.UpstreamModel, StringComparer.Ordinal)
                            .Select(route => new MeasuredRoute(
                                route.Key.Upstream,
                                route.Key.UpstreamModel,
                                Figures(
                                    [.. route],
                                    [.. steps.Where(step => step.Model == model.Key && step.Route == route.Key)],
                                    day => day.Attempts
                                )
                            )),
                    ]
                )),
        ];

    /// <param name="of">What is counted: requests of a model, attempts of a route.</param>
    private MeasuredFigures Figures(RouteDay[] days, RouteStep[] steps, Func<RouteDay, long> of)
    {
        var whole = days.Where(day => !day.Lately).ToLookup(day => day.Day);
        return new MeasuredFigures(
            Share(days.Where(day => day.Lately), of),
            Share(days.Where(day => !day.Lately), of),
            Median(steps),
            [.. Enumerable.Range(1 - Measured.Days, Measured.Days).Select(offset => Share(whole[today.AddDays(offset)], of))]
        );
    }

    /// <summary>To a tenth of a percent, so that it does not say of how many requests.</summary>
    private double? Share(IEnumerable<RouteDay> days, Func<RouteDay, long> of)
    {
        var (completed, counted) = days.Aggregate((0L, 0L), (sum, day) => (sum.Item1 + day.Completed, sum.Item2 + of(day)));
        // A second attempt can be completed after a first one that does not count.
        return counted < minRequests ? null : Math.Round(Math.Min(1, (double)completed / counted), 3, MidpointRounding.ToZero);
    }

    private long? Median(RouteStep[] steps)
    {
        var all = steps.Sum(step => step.Streams);
        if (all < minRequests)
            return null;
        var seen = 0L;
        foreach (var group in steps.GroupBy(step => step.Step).OrderBy(group => group.Key))
            if ((seen += group.Sum(step => step.Streams)) * 2 >= all)
                return (long)Math.Round(Math.Pow(1.1, group.Key));
        return null;
    }
}
