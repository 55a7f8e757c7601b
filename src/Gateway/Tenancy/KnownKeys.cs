using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Gateway.Tenancy;

/// <summary>Finds our own credentials in a text, whole and cut: eight characters in a row, or a beginning and an end.</summary>
internal sealed partial class KnownKeys
{
    private const int RunLength = 8,
        ShortestEnd = 4;

    private readonly string[] keys;
    private readonly HashSet<string> runs = new(StringComparer.OrdinalIgnoreCase);

    public KnownKeys(IEnumerable<string> keys)
    {
        // A short word is no secret, and could be a word of the message.
        this.keys =
        [
            .. keys.Where(key => key.Length >= RunLength || key.Any(each => !char.IsAsciiLetterLower(each)))
                .Distinct(StringComparer.Ordinal),
        ];
        foreach (var key in this.keys)
            for (var at = 0; at + RunLength <= key.Length; at++)
                runs.Add(key.Substring(at, RunLength));
        // A run of letters alone may be a word of the message.
        runs.RemoveWhere(run => run.All(char.IsAsciiLetterLower));
    }

    public string Mask(string text)
    {
        foreach (var key in keys.Where(key => key.Length is > 0 and < RunLength))
            text = text.Replace(key, SecretMask.Mask, StringComparison.Ordinal);
        return Shortened().Replace(MaskRuns(text), each => IsShortened(each) ? SecretMask.Mask : each.Value);
    }

    /// <summary>A message that was cut may end within a key.</summary>
    public string MaskEnd(string text)
    {
        var end = text.TrimEnd('.', '\u2026').Length;
        foreach (var key in keys)
            for (var length = Math.Min(key.Length, end); length >= ShortestEnd; length--)
                if (text.AsSpan(0, end).EndsWith(key.AsSpan(0, length)) && (end == length || !IsOfKey(text[end - length - 1])))
                    return text[..(end - length)] + SecretMask.Mask + text[end..];
        return text;
    }

    private string MaskRuns(string text)
    {
        StringBuilder? masked = null;
        var (from, at) = (0, 0);
        while (at + RunLength <= text.Length)
        {
            if (!runs.Contains(text.Substring(at, RunLength)))
            {
                at++;
                continue;
            }

            var (start, end) = (at, at + RunLength);
            while (start > from && IsOfKey(text[start - 1]))
                start--;
            while (end < text.Length && IsOfKey(text[end]))
                end++;
            (masked ??= new StringBuilder()).Append(text, from, start - from).Append(SecretMask.Mask);
            (from, at) = (end, end);
        }

        return masked?.Append(text, from, text.Length - from).ToString() ?? text;
    }

    private bool IsShortened(Match match)
    {
        var (head, tail) = (match.Groups["head"].Value, match.Groups["tail"].Value);
        return keys.Any(key =>
            (head.Length > 1 && key.StartsWith(head, StringComparison.OrdinalIgnoreCase))
            || (tail.Length > 1 && key.EndsWith(tail, StringComparison.OrdinalIgnoreCase))
        );
    }

    private static bool IsOfKey(char each) => char.IsAsciiLetterOrDigit(each) || each is '-' or '_' or '*' or '\u2026';

    [GeneratedRegex(@"(?<head>[\w-]*?)(?:\*{2,}|\.{3,}|\u2026|[xX]{4,}|\[\w*\])(?<tail>[\w-]*)")]
    private static partial Regex Shortened();
}
