using System.Globalization;
using Platform.Contracts;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Public;

/// <summary>The prices of a route over time as steps: each holds until the next is in force.</summary>
/// <param name="Top">The price at the top of the axis.</param>
/// <param name="Now">The place of the present, where announced prices follow it.</param>
public sealed record PriceChart(Money Top, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<PriceChart.Line> Lines, double? Now)
{
    public const int Width = 600,
        Height = 100;

    /// <summary>How much of the picture the last price takes, which nobody knows the end of.</summary>
    private const double Rest = 0.06;

    /// <param name="Path">The <c>d</c> of an SVG path.</param>
    public sealed record Line(string Name, string Path);

    public Money Half => new(Top.NanoUsd / 2);

    /// <summary>Null where the price has never changed: one number needs no picture.</summary>
    /// <param name="prices">Oldest first.</param>
    /// <param name="hasOutput">Whether the model writes; one that does not has no price for it.</param>
    public static PriceChart? Of(IReadOnlyList<PriceChange> prices, bool hasOutput, DateTimeOffset now)
    {
        if (prices.Count < 2)
            return null;
        var (from, last) = (prices[0].From, prices[^1].From);
        var end = now > last ? now : last + (last - from) * Rest;
        List<(string Name, Func<Price, long> Of)> kinds = [("Input", price => price.Input)];
        if (prices.Any(change => change.Price.CachedInput is not null))
            kinds.Add(("Cached", price => price.CachedInput ?? price.Input));
        if (hasOutput)
            kinds.Add(("Output", price => price.Output));
        var top = UsageChart.TopOf(prices.Max(change => kinds.Max(kind => kind.Of(change.Price))));
        return new PriceChart(
            new Money(top),
            from,
            end,
            [.. kinds.Select(kind => new Line(kind.Name, PathOf(prices, kind.Of, from, end, top)))],
            last > now && now > from ? X(now, from, end) : null
        );
    }

    private static string PathOf(IReadOnlyList<PriceChange> prices, Func<Price, long> of, DateTimeOffset from, DateTimeOffset end, long top)
    {
        var path = $"M0 {N(Y(of(prices[0].Price), top))}";
        foreach (var change in prices.Skip(1))
            path += $"H{N(X(change.From, from, end))}V{N(Y(of(change.Price), top))}";
        return path + $"H{Width}";
    }

    private static double X(DateTimeOffset at, DateTimeOffset from, DateTimeOffset end) => Width * ((at - from) / (end - from));

    private static double Y(long price, long top) => Height - (double)Height * price / Math.Max(1, top);

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
