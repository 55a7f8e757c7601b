using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>The price for which credit is held: of the tier that is asked for, and of the longest input that can be counted.</summary>
internal static class AskedPrice
{
    /// <param name="tier">Null for the usual one.</param>
    /// <param name="hour">Whether the request writes to the cache for an hour.</param>
    /// <returns>With the prices that the answer may turn out to have; null where the tier has none.</returns>
    public static Price? Of(Price listed, string? tier, bool hour, InferenceRequest request, Model model)
    {
        if (listed.Others is null)
            return tier is not null ? null
                : hour || listed.CacheWriteHour is null ? listed
                : listed with { CacheWriteHour = null };
        if (listed.For(tier, Longest(listed, request, model)) is not { } asked)
            return null;
        IReadOnlyList<Price> all = [listed with { Others = null }, .. listed.Others];
        return asked with
        {
            CacheWriteHour = hour ? asked.CacheWriteHour : null,
            Others = hour ? all : [.. all.Select(each => each with { CacheWriteHour = null })],
        };
    }

    private static long Longest(Price listed, InferenceRequest request, Model model) =>
        listed.Others!.Any(other => other.AboveInput is not null) ? InputEstimate.For(request, model).Ceiling : 0;
}
