using System.Globalization;
using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>
/// Which records of an account to return: from <paramref name="From"/> on, before <paramref name="To"/>, after <paramref name="Cursor"/>.
/// </summary>
internal sealed record UsageQuery(
    DateTime? From,
    DateTime? To,
    string? Model,
    string? Key,
    Outcome? Outcome,
    UsageCursor? Cursor,
    int Limit,
    string? Session = null,
    string? Code = null
)
{
    public const int DefaultLimit = 50,
        MaximumLimit = 200;

    /// <summary>Reads the query string, and returns what is wrong with it in <paramref name="problems"/>, by parameter.</summary>
    public static UsageQuery Parse(IQueryCollection query, out Dictionary<string, string[]> problems)
    {
        var fields = new QueryFields(query);
        var parsed = new UsageQuery(
            fields.Time("from"),
            fields.Time("to"),
            fields.Text("model"),
            fields.Text("key"),
            fields.Read("outcome", ParseOutcome, $"outcome must be one of {string.Join(", ", Enum.GetNames<Outcome>())}."),
            fields.Read("cursor", UsageCursor.Parse, "cursor must be the nextCursor of the page before. Leave it out for the first page."),
            fields.Read("limit", ParseLimit, $"limit must be a whole number from 1 to {MaximumLimit}. Leave it out for {DefaultLimit}.")
                ?? DefaultLimit,
            fields.Text("session"),
            fields.Text("code")
        );
        if (parsed.From >= parsed.To)
            fields.Problems["to"] = ["to must be later than from. It is the first moment that is not included."];
        problems = fields.Problems;
        return parsed;
    }

    private static Outcome? ParseOutcome(string text) =>
        Enum.GetNames<Outcome>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<Outcome>(name)
            : null;

    private static int? ParseLimit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaximumLimit
            ? limit
            : null;
}
