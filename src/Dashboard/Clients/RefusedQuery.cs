using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace Platform.Dashboard.Clients;

/// <summary>Selects refused requests; a null does not filter.</summary>
/// <param name="From">The first time.</param>
/// <param name="To">The time after the last.</param>
/// <param name="Code">Of the error table.</param>
/// <param name="Cursor">The cursor of the previous page; null for the newest.</param>
public sealed record RefusedQuery(
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Key = null,
    string? Model = null,
    string? Code = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>The query string, with its <c>?</c>.</summary>
    public override string ToString()
    {
        var query = new QueryBuilder { { "limit", Limit.ToString(CultureInfo.InvariantCulture) } };
        Add("from", From?.ToString("O", CultureInfo.InvariantCulture));
        Add("to", To?.ToString("O", CultureInfo.InvariantCulture));
        Add("key", Key);
        Add("model", Model);
        Add("code", Code);
        Add("cursor", Cursor);
        return query.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }
    }
}
