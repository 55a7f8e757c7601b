using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Contracts;

/// <summary>
/// Reads an amount of US dollars as a person writes it: <c>5</c>, <c>12.50</c>, <c>$1,000.50</c>. A point begins the decimals; a comma only
/// groups thousands. What has two readings is refused, because half of the world swaps the two: <c>12,50</c> is 12.50 there, and
/// <c>1.000</c> is 1000.
/// </summary>
public static partial class AmountText
{
    private const int LongestText = 40;

    /// <summary>Completes the sentence "Write".</summary>
    public const string Form = "US dollars in digits, with a point before the cents, like 5 or 12.50";

    /// <param name="fault">What is wrong and how to write it; null when the amount was read.</param>
    public static bool TryParse(string? text, out Money amount, out string? fault)
    {
        amount = default;
        fault = $"Write {Form}.";
        if (text is null || text.Length > LongestText || Amount().Match(text) is not { Success: true } match)
            return false;

        var number = match.Groups["number"].Value;
        if (HasTwoReadings(number))
        {
            fault = $"{number} has two readings: {Readings(number)}. Write {Form}.";
            return false;
        }

        if (!Plain().IsMatch(number) && !Grouped().IsMatch(number))
            return false;
        if (!TryConvert(number, out amount))
            return false;
        fault = null;
        return true;
    }

    /// <summary>
    /// One comma without a point, or three digits after the only point: both groups a thousand for some and begins the decimals for
    /// others. After a zero no thousand is grouped, so <c>0.125</c> has one reading.
    /// </summary>
    private static bool HasTwoReadings(string number) => OneComma().IsMatch(number) || ThreeDecimals().IsMatch(number);

    private static string Readings(string number) =>
        $"{number.Replace(',', '.')} and {number.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal)}";

    private static bool TryConvert(string number, out Money amount)
    {
        amount = default;
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
        if (!decimal.TryParse(number, style, CultureInfo.InvariantCulture, out var usd) || usd > long.MaxValue / Money.NanoPerUsd)
            return false;
        amount = Money.FromUsd(usd);
        return true;
    }

    [GeneratedRegex(@"^\s*(?:US\$|USD|\$)?\s*(?<number>[0-9.,]+)\s*(?:USD|\$)?\s*$")]
    private static partial Regex Amount();

    [GeneratedRegex(@"^[0-9]*(?:[0-9]|\.[0-9]{1,9})$")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,9})?$")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^[0-9]*,[0-9]*$")]
    private static partial Regex OneComma();

    [GeneratedRegex(@"^[1-9][0-9]{0,2}\.[0-9]{3}$")]
    private static partial Regex ThreeDecimals();
}
