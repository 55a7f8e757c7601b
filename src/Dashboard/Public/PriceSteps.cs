using Platform.Contracts;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Public;

/// <summary>One line of a table of prices: what is counted, and the price of a million of it, or of one call.</summary>
public sealed record PriceLine(string What, Money Price, string Per = "million tokens");

/// <summary>The prices of a route in words.</summary>
public static class PriceSteps
{
    /// <summary>Every class of tokens that has a price, and every tier, length and tool.</summary>
    public static IEnumerable<PriceLine> Lines(Price price) =>
        [
            .. Classes(price, ""),
            .. (price.Others ?? []).SelectMany(other => Classes(other, Suffix(other))),
            .. (price.Tools ?? []).Select(tool => new PriceLine($"Call of {tool.Tool}", new Money(tool.PerCall), "call")),
        ];

    private static IEnumerable<PriceLine> Classes(Price price, string suffix)
    {
        (string What, long? Price)[] classes =
        [
            ("Input", price.Input),
            ("Cached input", price.CachedInput),
            ("Cache write", price.CacheWrite),
            ("Cache write for an hour", price.CacheWriteHour),
            ("Output", price.Output),
            ("Reasoning", price.Reasoning),
            ("Pictures in the input", price.ImageInput),
            ("Sound in the input", price.AudioInput),
            ("Sound in the output", price.AudioOutput),
        ];
        return classes.Where(one => one.Price is not null).Select(one => new PriceLine(one.What + suffix, new Money(one.Price!.Value)));
    }

    private static string Suffix(Price price) =>
        (price.Tier is { } tier ? $", tier {tier}" : "")
        + (price.AboveInput is { } above ? $", input above {Amounts.Count(above, "token")}" : "");
}
