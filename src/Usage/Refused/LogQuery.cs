using Platform.Usage.Reports;

namespace Platform.Usage.Refused;

/// <summary>Which lines of an account's log to return. Both kinds read the same fields, with the same rules.</summary>
internal sealed record LogQuery(UsageQuery Admitted, RefusedQuery Refused, string? Only)
{
    private const string OnlyAdmitted = "admitted",
        OnlyRefused = "refused";

    public bool HasAdmitted => Only != OnlyRefused;

    /// <summary>What was refused has neither an outcome nor a session.</summary>
    public bool HasRefused => Only != OnlyAdmitted && (Admitted.Outcome, Admitted.Session) is (null, null);

    public int Limit => Admitted.Limit;

    /// <summary>Reads the query string, and returns what is wrong with it in <paramref name="problems"/>, by parameter.</summary>
    public static LogQuery Parse(IQueryCollection query, out Dictionary<string, string[]> problems)
    {
        var refused = RefusedQuery.Parse(query, out problems);
        var fields = new QueryFields(query);
        var only = fields.Read(
            "only",
            static text => text is OnlyAdmitted or OnlyRefused ? text : null,
            $"only must be {OnlyAdmitted} or {OnlyRefused}. Leave it out for both."
        );
        foreach (var (name, rules) in fields.Problems)
            problems[name] = rules;
        return new LogQuery(UsageQuery.Parse(query, out _), refused, only);
    }
}
