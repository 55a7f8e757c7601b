using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The chart of the usage page, with what else it can show.</summary>
/// <param name="By">What it is divided by: <c>model</c>, <c>key</c>, or null.</param>
public sealed record UsageChartView(UsageBreakdown Chart, UsageFilter Filter, string? By)
{
    private static readonly (UsageMetric Metric, string Words)[] AllMetrics =
    [
        (UsageMetric.Cost, "Cost"),
        (UsageMetric.Requests, "Requests"),
        (UsageMetric.Tokens, "Tokens"),
        (UsageMetric.FirstToken, "Time to first token"),
    ];

    private static readonly (string? By, string Words)[] AllDivisions = [(null, "All together"), ("model", "By model"), ("key", "By key")];

    public sealed record Choice(string Words, string Address, bool IsChosen);

    public string Title => Array.Find(AllMetrics, metric => metric.Metric == Chart.Metric).Words;

    public string DivisionWord => By ?? "day";

    public IEnumerable<Choice> Metrics =>
        AllMetrics.Select(metric => new Choice(metric.Words, Address(metric.Metric, By), metric.Metric == Chart.Metric));

    public IEnumerable<Choice> Divisions =>
        AllDivisions.Select(division => new Choice(division.Words, Address(Chart.Metric, division.By), division.By == By));

    private string Address(UsageMetric metric, string? by) =>
        (Filter with { Cursor = null, Show = metric == UsageMetric.Cost ? null : metric.ToString(), By = by }).ToAddress();
}
