using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>Which usage records to read; a null filters nothing.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last.</param>
/// <param name="Cursor">From the page before; null for the newest.</param>
/// <param name="Limit">How many, at most.</param>
public sealed record UsageQuery(
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Model = null,
    string? Key = null,
    Outcome? Outcome = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>As a query string that begins with <c>?</c>.</summary>
    public override string ToString()
    {
        var query = new QueryBuilder { { "limit", Limit.ToString(CultureInfo.InvariantCulture) } };
        Add("from", From?.ToString("O", CultureInfo.InvariantCulture));
        Add("to", To?.ToString("O", CultureInfo.InvariantCulture));
        Add("model", Model);
        Add("key", Key);
        Add("outcome", Outcome?.ToString());
        Add("cursor", Cursor);
        return query.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }
    }
}
