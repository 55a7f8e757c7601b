using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>Selects usage records; a null does not filter.</summary>
/// <param name="From">The first time.</param>
/// <param name="To">The time after the last.</param>
/// <param name="Cursor">The cursor of the previous page; null for the newest records.</param>
/// <param name="Limit">The largest number of records.</param>
/// <param name="Only">In the log: <c>admitted</c> or <c>refused</c>.</param>
/// <param name="By">What days are divided by: <c>model</c> or <c>key</c>.</param>
public sealed record UsageQuery(
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Model = null,
    string? Key = null,
    Outcome? Outcome = null,
    string? Cursor = null,
    int Limit = 50,
    string? Session = null,
    string? Only = null,
    string? By = null
)
{
    /// <summary>The query string, with its <c>?</c>.</summary>
    public override string ToString()
    {
        var query = new QueryBuilder { { "limit", Limit.ToString(CultureInfo.InvariantCulture) } };
        Add("from", From?.ToString("O", CultureInfo.InvariantCulture));
        Add("to", To?.ToString("O", CultureInfo.InvariantCulture));
        Add("model", Model);
        Add("key", Key);
        Add("outcome", Outcome?.ToString());
        Add("cursor", Cursor);
        Add("session", Session);
        Add("only", Only);
        Add("by", By);
        return query.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }
    }
}
