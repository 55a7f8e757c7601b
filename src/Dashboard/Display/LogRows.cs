using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>A table of usage records.</summary>
/// <param name="Id">The id of the table.</param>
/// <param name="Keys">The keys of the account, which name those of the records.</param>
public sealed record LogRows(string Id, string Caption, IReadOnlyList<UsageRecord> Records, IReadOnlyList<KeyView> Keys);
