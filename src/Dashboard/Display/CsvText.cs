using System.Buffers;
using System.Globalization;
using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>The fields of comma-separated values (RFC 4180).</summary>
public static class CsvText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r");

    /// <summary>A text that begins like a formula gets an apostrophe, since a spreadsheet would calculate it.</summary>
    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (Formula.Contains(text[0]))
            text = "'" + text;
        return text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>US dollars with all decimals that count.</summary>
    public static string Usd(Money amount) => amount.Usd.ToString("0.#########", CultureInfo.InvariantCulture);
}
