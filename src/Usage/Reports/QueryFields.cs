using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>
/// Reads the fields of a query string. A field that is wrong is added to <see cref="Problems"/>, with a message that says what it must be.
/// </summary>
internal sealed class QueryFields(IQueryCollection query)
{
    public Dictionary<string, string[]> Problems { get; } = [];

    public DateTime? Time(string name) =>
        Read(
            name,
            ParseTime,
            $"{name} must be {DateText.TimeForm} (in a query a + is written %2B), or {DateText.DayForm}, for its start in UTC."
        );

    public string? Text(string name) => Read(name, text => text.Contains('\0') ? null : text, $"{name} must not contain NUL.");

    /// <summary>The value of the field; the default when it is empty or cannot be read.</summary>
    /// <param name="read">Returns the default for a text that it cannot read.</param>
    public T? Read<T>(string name, Func<string, T?> read, string rule)
    {
        if (query[name] is not [{ Length: > 0 } text, ..])
            return default;
        if (query[name].Count == 1 && read(text) is { } value)
            return value;
        Problems[name] = [rule];
        return default;
    }

    private static DateTime? ParseTime(string text) =>
        DateText.TryParseTime(text, out var time) && time.Year is > 1 and < 9999 ? time.UtcDateTime
        : DateText.TryParseDay(text, out var day) && day.Year is > 1 and < 9999 ? day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)
        : null;
}
