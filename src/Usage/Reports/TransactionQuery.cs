using System.Globalization;

namespace Platform.Usage.Reports;

/// <summary>Which transactions of an account to return: those after <paramref name="Cursor"/>, newest first.</summary>
internal sealed record TransactionQuery(TransactionCursor? Cursor, int Limit)
{
    public const int DefaultLimit = 50,
        MaxLimit = 500;

    /// <summary>Reads the query string, and returns what is wrong with it in <paramref name="problems"/>, by parameter.</summary>
    public static TransactionQuery Parse(IQueryCollection query, out Dictionary<string, string[]> problems)
    {
        var fields = new QueryFields(query);
        var parsed = new TransactionQuery(
            fields.Read(
                "cursor",
                TransactionCursor.Parse,
                "cursor must be the nextCursor of the page before. Leave it out for the first page."
            ),
            fields.Read("limit", ParseLimit, $"limit must be a whole number from 1 to {MaxLimit}. Leave it out for {DefaultLimit}.")
                ?? DefaultLimit
        );
        problems = fields.Problems;
        return parsed;
    }

    private static int? ParseLimit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit ? limit : null;
}
