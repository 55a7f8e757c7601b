using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// Reads the member <c>limits</c> of a model, a route or an upstream:
/// <c>{ "requestsPerMinute": 600, "tokensPerMinute": 400000, "concurrentRequests": 50 }</c>, at least one of them.
/// </summary>
internal static class LimitsReader
{
    private const int MaxRequestsPerMinute = 1_000_000,
        MaxTokensPerMinute = 1_000_000_000,
        MaxConcurrentRequests = 100_000;

    public static RateLimits? Read(JsonFields parent)
    {
        if (parent.OptionalObject("limits") is not { } fields)
            return null;
        var limits = new RateLimits(
            fields.OptionalInteger("requestsPerMinute", 1, MaxRequestsPerMinute),
            fields.OptionalInteger("tokensPerMinute", 1, MaxTokensPerMinute),
            fields.OptionalInteger("concurrentRequests", 1, MaxConcurrentRequests)
        );
        fields.RejectUnknownFields();
        return limits;
    }
}
