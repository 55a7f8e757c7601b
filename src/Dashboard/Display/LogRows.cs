using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>A table of requests, those that were refused among them.</summary>
/// <param name="Id">The id of the table.</param>
/// <param name="Keys">The keys of the account, which name those of the requests.</param>
public sealed record LogRows(string Id, string Caption, IReadOnlyList<LogEntry> Entries, IReadOnlyList<KeyView> Keys)
{
    /// <summary>A heading says it already: then the caption is for who hears the table only.</summary>
    public bool UnderHeading { get; init; }

    public static LogRows Of(string id, string caption, IReadOnlyList<UsageRecord> records, IReadOnlyList<KeyView> keys) =>
        new(id, caption, [.. records.Select(record => new LogEntry(record, null))], keys);
}
