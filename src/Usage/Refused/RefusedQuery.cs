using Platform.Usage.Reports;

namespace Platform.Usage.Refused;

/// <summary>
/// Which refused requests of an account to return: from <paramref name="From"/> on, before <paramref name="To"/>, after
/// <paramref name="Cursor"/>.
/// </summary>
internal sealed record RefusedQuery(DateTime? From, DateTime? To, string? Model, string? Key, string? Code, UsageCursor? Cursor, int Limit)
{
    /// <summary>Reads the query string, and returns what is wrong with it in <paramref name="problems"/>, by parameter.</summary>
    public static RefusedQuery Parse(IQueryCollection query, out Dictionary<string, string[]> problems)
    {
        // The same fields, with the same rules, as those of the log beside it.
        var shared = UsageQuery.Parse(query, out problems);
        var fields = new QueryFields(query);
        var code = fields.Text("code");
        foreach (var (name, rules) in fields.Problems)
            problems[name] = rules;
        return new RefusedQuery(shared.From, shared.To, shared.Model, shared.Key, code, shared.Cursor, shared.Limit);
    }

    public IEnumerable<string> Conditions()
    {
        yield return "account_id = @account";
        if (From is not null)
            yield return "at >= @From";
        if (To is not null)
            yield return "at < @To";
        if (Model is not null)
            yield return "model = @Model";
        if (Key is not null)
            yield return "key_id = @Key";
        if (Code is not null)
            yield return "code = @Code";
        if (Cursor is not null)
            yield return "(at, request_id) < (@cursorAt, @cursorRequest)";
    }
}
