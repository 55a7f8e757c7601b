namespace Platform.Usage.Reports;

/// <summary>
/// Which hours of an account to return: from <paramref name="From"/> on, before <paramref name="To"/>, both full hours (UTC).
/// </summary>
internal sealed record HourlyQuery(DateTime From, DateTime To, string? Model, string? Key)
{
    public const int MaxDays = 31;

    /// <summary>Reads the query string, and returns what is wrong with it in <paramref name="problems"/>, by parameter.</summary>
    public static HourlyQuery Parse(IQueryCollection query, out Dictionary<string, string[]> problems)
    {
        var fields = new QueryFields(query);
        var (from, to) = (Hour(fields, "from"), Hour(fields, "to"));
        var parsed = new HourlyQuery(from ?? default, to ?? default, fields.Text("model"), fields.Text("key"));
        if (from >= to)
            fields.Problems["to"] = ["to must be later than from. It is the first hour that is not included."];
        else if (to - from > TimeSpan.FromDays(MaxDays))
            fields.Problems["to"] = [$"to must be at most {MaxDays} days after from. Send another request for the rest."];
        problems = fields.Problems;
        return parsed;
    }

    private static DateTime? Hour(QueryFields fields, string name)
    {
        var time = fields.Time(name);
        if (time is null && !fields.Problems.ContainsKey(name))
            fields.Problems[name] = [$"{name} is missing. It must be a full hour, for example 2026-01-31T14:00:00Z."];
        else if (time?.Ticks % TimeSpan.TicksPerHour > 0)
            fields.Problems[name] = [$"{name} must be a full hour of UTC, for example 2026-01-31T14:00:00Z."];
        return time;
    }
}
