using System.Globalization;
using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>What to show of an account's log: from <paramref name="From"/> on, before <paramref name="To"/>, after <paramref name="Cursor"/>.</summary>
internal sealed record UsageQuery(
    DateTime? From, DateTime? To, string? Model, string? Key, Outcome? Outcome, UsageCursor? Cursor, int Limit)
{
    public const int DefaultLimit = 50, MaximumLimit = 200;

    /// <summary>Reads the query string; what is wrong with it goes, by parameter, into <paramref name="problems"/>.</summary>
    public static UsageQuery Parse(IQueryCollection query, out Dictionary<string, string[]> problems)
    {
        var found = new Dictionary<string, string[]>();
        var parsed = new UsageQuery(
            Time("from"), Time("to"), Text("model"), Text("key"),
            Read("outcome", OutcomeOf, $"outcome must be one of {string.Join(", ", Enum.GetNames<Outcome>())}."),
            Read("cursor", text => UsageCursor.Parse(text), "cursor must be the nextCursor of the page before. Leave it out for the first page."),
            Read("limit", LimitOf, $"limit must be a whole number from 1 to {MaximumLimit}. Leave it out for {DefaultLimit}.") ?? DefaultLimit);
        if (parsed.From >= parsed.To)
            found["to"] = ["to must be later than from. It is the first moment that is not shown any more."];
        problems = found;
        return parsed;

        DateTime? Time(string name) => Read(name, TimeOf, $"{name} must be a time in ISO 8601, for example 2026-01-31T00:00:00Z. In a query a + is written %2B.");

        string? Text(string name) => Read(name, text => text.Contains('\0') ? null : text, $"{name} must not contain NUL.");

        T? Read<T>(string name, Func<string, T?> read, string mend)
        {
            if (query[name] is not [{ Length: > 0 } text, ..])
                return default;
            if (query[name].Count == 1 && read(text) is { } value)
                return value;
            found[name] = [mend];
            return default;
        }
    }

    private static DateTime? TimeOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year is > 1 and < 9999
            ? time.UtcDateTime
            : null;

    private static Outcome? OutcomeOf(string text) =>
        Enum.GetNames<Outcome>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<Outcome>(name)
            : null;

    private static int? LimitOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaximumLimit ? limit : null;
}
