using Microsoft.AspNetCore.Http.Extensions;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>The filter of the refused requests, as in the address of the page. Days are whole days, UTC.</summary>
public sealed record RefusedFilter(
    DateOnly? From = null,
    DateOnly? To = null,
    string? Key = null,
    string? Model = null,
    string? Code = null,
    string? Cursor = null
)
{
    public bool IsEmpty =>
        (From, To) is (null, null) && string.IsNullOrEmpty(Key) && string.IsNullOrEmpty(Model) && string.IsNullOrEmpty(Code);

    public RefusedQuery ToQuery()
    {
        var days = new UsageFilter(From, To).ToQuery();
        return new RefusedQuery(days.From, days.To, Key, Model, Code, Cursor);
    }

    /// <summary>The address of the page with this filter.</summary>
    public string ToAddress()
    {
        var query = new QueryBuilder();
        Add("from", UsageFilter.Text(From));
        Add("to", UsageFilter.Text(To));
        Add("key", Key);
        Add("model", Model);
        Add("code", Code);
        Add("cursor", Cursor);
        return "~/usage/refused" + query;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }
    }
}
