using Dapper;
using Npgsql;

namespace Platform.Usage.Reports;

/// <summary>
/// The hours that have the records of a page of the log, by the sums of the hours. A filter that fits few of an account's records would
/// otherwise read all of them to find its fifty.
/// </summary>
internal static class UsageLogHours
{
    /// <summary>A session and an error have indexes of their own, and without a filter the newest records are the page.</summary>
    public static bool Help(UsageQuery query) =>
        (query.Model, query.Key, query.Outcome) is not (null, null, null) && (query.Session, query.Code) is (null, null);

    /// <summary>Newest first; so many that together they have <paramref name="rows"/> records after the cursor, if the log has as many.</summary>
    public static async Task<DateTime[]> FindAsync(
        NpgsqlConnection connection,
        Guid account,
        UsageQuery query,
        int rows,
        CancellationToken cancellationToken
    )
    {
        var before = Earlier(query.To, query.Cursor?.StartedAt.AddTicks(1));
        var hours = await connection.QueryAsync<HourCount>(
            new CommandDefinition(
                $"""
                SELECT hour, sum(requests)::bigint AS requests FROM usage_hourly
                WHERE {string.Join(" AND ", Conditions(query, before))}
                GROUP BY hour ORDER BY hour DESC LIMIT @rowLimit
                """,
                new
                {
                    account,
                    from = query.From is { } from ? HourOf(from) : default(DateTime?),
                    before,
                    query.Model,
                    query.Key,
                    outcome = query.Outcome?.ToString(),
                    // Each has a record, except perhaps those that begin or end in the middle.
                    rowLimit = rows + 2,
                },
                cancellationToken: cancellationToken
            )
        );
        return Enough([.. hours], before, rows);
    }

    /// <param name="before">The end of what is asked for: of the hour in which it lies nobody knows how many records come before it.</param>
    internal static DateTime[] Enough(IReadOnlyList<HourCount> hours, DateTime? before, int rows)
    {
        var found = new List<DateTime>();
        var sure = 0L;
        foreach (var (hour, requests) in hours)
        {
            if (sure >= rows)
                break;
            found.Add(hour);
            sure += before < hour.AddHours(1) ? 0 : requests;
        }

        return [.. found];
    }

    private static IEnumerable<string> Conditions(UsageQuery query, DateTime? before)
    {
        yield return "account_id = @account";
        if (query.From is not null)
            yield return "hour >= @from";
        if (before is not null)
            yield return "hour < @before";
        if (query.Model is not null)
            yield return "model = @Model";
        if (query.Key is not null)
            yield return "key_id = @Key";
        if (query.Outcome is not null)
            yield return "outcome = @outcome";
    }

    private static DateTime? Earlier(DateTime? one, DateTime? other) => one is { } a && other is { } b ? (a < b ? a : b) : one ?? other;

    private static DateTime HourOf(DateTime moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerHour));

    internal sealed record HourCount(DateTime Hour, long Requests);
}
