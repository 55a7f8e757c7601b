using System.Globalization;
using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Formats money and token counts.</summary>
public static class Amounts
{
    private const long NanoUsdPerCent = Money.NanoPerUsd / 100;

    /// <summary>All significant decimals, at least two: <c>$0.000132</c>.</summary>
    public static string Exact(Money amount) => amount.ToString();

    /// <summary>Whole cents, rounded down, so that it never shows more than there is: <c>$4.99</c>.</summary>
    public static string Cents(Money amount)
    {
        var remainder = amount.NanoUsd % NanoUsdPerCent;
        return new Money(amount.NanoUsd - (remainder < 0 ? remainder + NanoUsdPerCent : remainder)).ToString();
    }

    public static bool HasPartsOfACent(Money amount) => amount.NanoUsd % NanoUsdPerCent != 0;

    /// <summary>A price in nano-USD per million tokens.</summary>
    public static string PerMillion(long nanoUsd) => new Money(nanoUsd).ToString();

    public static string Tokens(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>
    /// Parses an amount in dollars (<c>5</c>, <c>12.50</c>, <c>$1,000</c>); null when it is not a number above zero and at most a million.
    /// </summary>
    public static Money? ParseUsd(string text)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
        const decimal most = 1_000_000;
        var trimmed = text.Trim().TrimStart('$').Trim();
        return decimal.TryParse(trimmed, style, CultureInfo.InvariantCulture, out var usd) && usd is > 0 and <= most
            ? Money.FromUsd(usd)
            : null;
    }
}
