using System.Globalization;
using System.Text;
using Platform.Contracts;

namespace Platform.Till;

/// <summary>Whose limit it is.</summary>
public enum LimitScope
{
    Key,
    Account,

    /// <summary>The account's requests for one model.</summary>
    Model,
}

/// <summary>The limits of one name that a request counts against.</summary>
/// <param name="Id">The budget of a key, or the model.</param>
public sealed record ScopeLimits(LimitScope Scope, string Id, RateLimits Limits)
{
    /// <summary>The name in the fields of the till.</summary>
    internal string Name =>
        Scope switch
        {
            LimitScope.Account => "account",
            LimitScope.Model => "model:" + Id,
            _ => Id,
        };
}

/// <summary>
/// What a request counts against beside the rate of its key and the requests at once of its account. <c>limits.lua</c> reads it as text.
/// </summary>
/// <param name="LeastTokens">Fewer it does not run with: it waits until they are free.</param>
/// <param name="MostTokens">Those it counts as, where its hold pays for them and they are free.</param>
public sealed record CountedLimits(long LeastTokens, long MostTokens, IReadOnlyList<ScopeLimits> Scopes)
{
    internal string Text
    {
        get
        {
            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{LeastTokens} {MostTokens}");
            foreach (var scope in Scopes)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\n{scope.Name} {scope.Limits.RequestsPerMinute ?? 0} {scope.Limits.TokensPerMinute ?? 0} {scope.Limits.ConcurrentRequests ?? 0}"
                );
            return text.ToString();
        }
    }

    /// <summary>The line of a hold that is placed again: it runs, and its tokens count no more. Null where it counts as running nowhere.</summary>
    public string? RunningMarks =>
        Scopes.Any(scope => scope.Limits.ConcurrentRequests is not null)
            ? "0"
                + string.Concat(
                    Scopes.Where(scope => scope.Limits.ConcurrentRequests is not null).Select(scope => $"\t{scope.Name} 1 0 0 0")
                )
            : null;
}
