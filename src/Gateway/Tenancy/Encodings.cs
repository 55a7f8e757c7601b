using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Gateway.Tenancy;

/// <summary>The forms in which a text may stand inside another.</summary>
internal static partial class Encodings
{
    private const int MaxTimes = 3;

    /// <summary>Without escapes of URLs, JSON and HTML, also where they were made several times.</summary>
    public static string Decode(string text)
    {
        for (var times = 0; times < MaxTimes; times++)
        {
            var decoded = Escape().Replace(text, Character);
            if (decoded == text)
                break;
            text = decoded;
        }

        return text;
    }

    /// <summary>What its runs of base64 and hex stand for, wherever a run was cut.</summary>
    public static IEnumerable<string> Inside(string text)
    {
        foreach (Match run in Base64().Matches(text))
            for (var from = 0; from < 4; from++)
                yield return FromBase64(run.Value[from..]);
        foreach (Match run in Hex().Matches(text))
            for (var from = 0; from < 2; from++)
                yield return FromHex(run.Value[from..]);
    }

    private static string Character(Match escape)
    {
        var isDecimal = escape.Groups["number"].Success;
        var digits = isDecimal ? escape.Groups["number"].Value : escape.Groups["code"].Value;
        var code = int.Parse(digits, isDecimal ? NumberStyles.None : NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return code is > 0 and < 0x80 ? ((char)code).ToString() : escape.Value;
    }

    private static string FromBase64(string run)
    {
        var text = run[..(run.Length / 4 * 4)].Replace('-', '+').Replace('_', '/');
        return Encoding.Latin1.GetString(Convert.FromBase64String(text));
    }

    private static string FromHex(string run) => Encoding.Latin1.GetString(Convert.FromHexString(run[..(run.Length / 2 * 2)]));

    [GeneratedRegex(
        @"%(?<code>[0-9A-Fa-f]{2})|\\+u(?<code>[0-9A-Fa-f]{4})|\\+x(?<code>[0-9A-Fa-f]{2})|&#x(?<code>[0-9A-Fa-f]{1,6});?|&#(?<number>[0-9]{1,6});?"
    )]
    private static partial Regex Escape();

    [GeneratedRegex("[A-Za-z0-9+/_-]{8,}")]
    private static partial Regex Base64();

    [GeneratedRegex("[0-9A-Fa-f]{16,}")]
    private static partial Regex Hex();
}
