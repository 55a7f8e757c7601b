using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Platform.Contracts;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The filter of the usage log, as in the address of the page. Days are whole days, UTC.</summary>
public sealed record UsageFilter(
    DateOnly? From = null,
    DateOnly? To = null,
    string? Key = null,
    string? Model = null,
    Outcome? Outcome = null,
    string? Cursor = null,
    string? Only = null,
    string? Session = null,
    string? Show = null,
    string? By = null
)
{
    private const int RowsPerPage = 50;

    public bool IsEmpty =>
        (From, To, Outcome) is (null, null, null)
        && string.IsNullOrEmpty(Key)
        && string.IsNullOrEmpty(Model)
        && string.IsNullOrEmpty(Only)
        && string.IsNullOrEmpty(Session);

    public UsageQuery ToQuery() => new(Start(From), Start(DayAfter(To)), Model, Key, Outcome, Cursor, RowsPerPage, Session, Only);

    /// <summary>The address of <paramref name="page"/> with this filter.</summary>
    public string ToAddress(string page = "~/usage")
    {
        var query = new QueryBuilder();
        Add("from", Text(From));
        Add("to", Text(To));
        Add("key", Key);
        Add("model", Model);
        Add("outcome", Outcome?.ToString());
        Add("only", Only);
        Add("session", Session);
        Add("show", Show);
        Add("by", By);
        Add("cursor", Cursor);
        return page + query;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }
    }

    /// <summary>For the <c>value</c> of a date field.</summary>
    public static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Null, which is no end, for <see cref="DateOnly.MaxValue"/>.</summary>
    private static DateOnly? DayAfter(DateOnly? day) => day < DateOnly.MaxValue ? day.Value.AddDays(1) : null;

    private static DateTimeOffset? Start(DateOnly? day) =>
        day is { } date ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
