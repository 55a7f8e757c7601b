using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>
/// Which days of an account to return: from <paramref name="From"/> on, before <paramref name="To"/>, both full days (UTC). A null is no
/// limit.
/// </summary>
internal sealed record DailyQuery(DateTime? From, DateTime? To, string? Model, string? Key, Outcome? Outcome, string? By = null)
{
    /// <summary>Reads the query string, and returns what is wrong with it in <paramref name="problems"/>, by parameter.</summary>
    public static DailyQuery Parse(IQueryCollection query, out Dictionary<string, string[]> problems)
    {
        var log = UsageQuery.Parse(query, out problems);
        foreach (var (name, time) in ((string, DateTime?)[])[("from", log.From), ("to", log.To)])
            if (time?.Ticks % TimeSpan.TicksPerDay > 0)
                problems[name] = [$"{name} must be {DateText.DayForm}, for its start in UTC."];
        var fields = new QueryFields(query);
        var by = fields.Read(
            "by",
            static text => text is "model" or "key" ? text : null,
            "by must be model or key. Leave it out for days alone."
        );
        foreach (var (name, rules) in fields.Problems)
            problems[name] = rules;
        return new DailyQuery(log.From, log.To, log.Model, log.Key, log.Outcome, by);
    }
}
