using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Describes limits of requests and tokens.</summary>
public static class LimitWords
{
    /// <summary>Such as <c>60 requests and 200,000 tokens a minute, 4 requests at once</c>; empty where there is none.</summary>
    public static string Of(RateLimits limits) =>
        string.Join(", ", ((string[])[Rates(limits), AtOnce(limits)]).Where(words => words.Length > 0));

    /// <summary>A limit in a table.</summary>
    public static string Number(long? limit) => limit is { } most ? Amounts.Tokens(most) : "no limit";

    private static string Rates(RateLimits limits) =>
        (limits.RequestsPerMinute, limits.TokensPerMinute) switch
        {
            ({ } requests, { } tokens) => $"{Amounts.Count(requests, "request")} and {Amounts.Count(tokens, "token")} a minute",
            ({ } requests, null) => $"{Amounts.Count(requests, "request")} a minute",
            (null, { } tokens) => $"{Amounts.Count(tokens, "token")} a minute",
            _ => "",
        };

    private static string AtOnce(RateLimits limits) =>
        limits.ConcurrentRequests is { } most ? $"{Amounts.Count(most, "request")} at once" : "";
}
