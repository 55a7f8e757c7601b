using System.Globalization;
using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Formats money and token counts.</summary>
public static class Amounts
{
    private const long NanoUsdPerCent = Money.NanoPerUsd / 100;

    /// <summary>All significant decimals, at least two, and thousands apart: <c>$0.000132</c>, <c>$1,000.00</c>.</summary>
    public static string Exact(Money amount)
    {
        var text = amount.ToString();
        for (var place = text.IndexOf('.', StringComparison.Ordinal) - 3; place > 0 && char.IsAsciiDigit(text[place - 1]); place -= 3)
            text = text.Insert(place, ",");
        return text;
    }

    /// <summary>Whole cents, rounded down, so that it never shows more than there is: <c>$4.99</c>.</summary>
    public static string Cents(Money amount)
    {
        var remainder = amount.NanoUsd % NanoUsdPerCent;
        return Exact(new Money(amount.NanoUsd - (remainder < 0 ? remainder + NanoUsdPerCent : remainder)));
    }

    /// <summary>With cents, or below a cent with two digits that count: <c>$4.99</c>, <c>$0.0013</c>.</summary>
    public static string Rounded(Money amount)
    {
        if (amount.NanoUsd >= NanoUsdPerCent || amount.NanoUsd <= 0)
            return Cents(amount);
        var unit = 1L;
        while (amount.NanoUsd / unit >= 100)
            unit *= 10;
        return Exact(new Money((amount.NanoUsd + unit / 2) / unit * unit));
    }

    /// <summary>
    /// As a person writes it into a field, so that <see cref="AmountText"/> reads the same amount. Three decimals are four: three have two
    /// readings.
    /// </summary>
    public static string Typed(Money amount)
    {
        var text = amount.Usd.ToString("0.00#######", CultureInfo.InvariantCulture);
        return text.Length - text.IndexOf('.', StringComparison.Ordinal) == 4 ? text + "0" : text;
    }

    public static bool HasPartsOfACent(Money amount) => amount.NanoUsd % NanoUsdPerCent != 0;

    /// <summary>A price in nano-USD per million tokens.</summary>
    public static string PerMillion(long nanoUsd) => new Money(nanoUsd).ToString();

    public static string Tokens(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: <c>1 token</c>, <c>1,204 tokens</c>.</summary>
    /// <param name="thing">What one of them is called.</param>
    public static string Count(long count, string thing) => $"{Tokens(count)} {thing}{(count == 1 ? "" : "s")}";
}
