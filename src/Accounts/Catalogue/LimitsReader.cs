using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// Reads the member <c>limits</c> of a model, a route or an upstream:
/// <c>{ "requestsPerMinute": 600, "tokensPerMinute": 400000, "concurrentRequests": 50 }</c>, at least one of them.
/// </summary>
internal static class LimitsReader
{
    public static RateLimits? Read(JsonFields parent)
    {
        if (parent.OptionalObject("limits") is not { } fields)
            return null;
        var limits = new RateLimits(
            fields.OptionalInteger("requestsPerMinute", 1, RateLimits.MaxRequestsPerMinute),
            fields.OptionalInteger("tokensPerMinute", 1, RateLimits.MaxTokensPerMinute),
            fields.OptionalInteger("concurrentRequests", 1, RateLimits.MaxConcurrentRequests)
        );
        fields.RejectUnknownFields();
        return limits;
    }
}
