using Platform.Contracts;

namespace Platform.Gateway.Billing;

/// <summary>The price of what was served, of the prices that a request may have: never dearer than the one that was held.</summary>
internal static class ServedPrice
{
    /// <param name="held">As <see cref="AskedPrice"/> gives it.</param>
    /// <param name="tier">The tier that the upstream says it served; null where it says none.</param>
    public static Price Of(Price held, string? tier, TokenUsage usage)
    {
        if (held.Others is null)
            return held;
        var asked = held.For(held.Tier, usage.Input) ?? held with { Others = null };
        if (tier is null || held.For(Usual(tier) ? null : tier, usage.Input) is not { } served)
            return asked;
        return served.Cost(usage) < asked.Cost(usage) ? served : asked;
    }

    /// <summary>
    /// Sound, pictures and writes to the cache for an hour count where they were asked for. An upstream that does not say how long its
    /// writes stay wrote all of them for as long as it was asked to.
    /// </summary>
    public static TokenUsage Usage(TokenUsage usage, Price held, bool isSplit)
    {
        var hour =
            held.CacheWriteHour is null ? 0
            : isSplit ? usage.CacheWriteHour
            : usage.CacheWrite;
        var (heard, spoken) = (held.AudioInput is null ? 0 : usage.AudioInput, held.AudioOutput is null ? 0 : usage.AudioOutput);
        var seen = held.ImageInput is null ? 0 : usage.ImageInput;
        return (hour, heard, spoken, seen) == (usage.CacheWriteHour, usage.AudioInput, usage.AudioOutput, usage.ImageInput)
            ? usage
            : usage with
            {
                CacheWriteHour = hour,
                AudioInput = heard,
                AudioOutput = spoken,
                ImageInput = seen,
            };
    }

    private static bool Usual(string tier) => tier is "default" or "standard" or "auto" or "standard_only" or "on_demand";
}
