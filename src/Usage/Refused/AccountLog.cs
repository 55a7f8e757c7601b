using Platform.Contracts;
using Platform.Usage.Reports;

namespace Platform.Usage.Refused;

/// <summary>
/// The requests of an account and those that were refused, in one order. Both tables are read from the same place on, each up to the limit,
/// and the newest of both are returned, so a page costs the same however much lies behind it.
/// </summary>
internal sealed class AccountLog(UsageLog admitted, RefusedLog refused)
{
    public async Task<LogPage> PageAsync(Guid account, LogQuery query, CancellationToken cancellationToken)
    {
        var records = query.HasAdmitted
            ? admitted.PageAsync(account, query.Admitted, cancellationToken)
            : Task.FromResult(new UsagePage([], null));
        var refusals = query.HasRefused
            ? refused.PageAsync(account, query.Refused, cancellationToken)
            : Task.FromResult(new RefusedPage([], null));
        await Task.WhenAll(records, refusals);
        return Merge(await records, await refusals, query.Limit);
    }

    internal static LogPage Merge(UsagePage records, RefusedPage refusals, int limit)
    {
        LogEntry[] all =
        [
            .. records
                .Records.Select(record => (Entry: new LogEntry(record, null), Place: UsageCursor.From(record)))
                .Concat(refusals.Requests.Select(request => (Entry: new LogEntry(null, request), Place: PlaceOf(request))))
                .OrderByDescending(line => line.Place.StartedAt)
                .ThenByDescending(line => line.Place.RequestId, StringComparer.Ordinal)
                .ThenByDescending(line => line.Place.Attempt)
                .Select(line => line.Entry),
        ];
        if (all.Length <= limit && records.NextCursor is null && refusals.NextCursor is null)
            return new LogPage(all, null);
        var page = all[..Math.Min(limit, all.Length)];
        return new LogPage(page, (page[^1].Record is { } last ? UsageCursor.From(last) : PlaceOf(page[^1].Refused!)).ToString());
    }

    /// <summary>A request has attempts or was refused, and never both.</summary>
    private static UsageCursor PlaceOf(RefusedRequest request) => new(request.At.UtcDateTime, 0, request.RequestId);
}
