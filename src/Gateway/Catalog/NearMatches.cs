using System.Text.RegularExpressions;

namespace Platform.Gateway.Catalog;

/// <summary>Finds the known names that a wrong name is close to.</summary>
internal static partial class NearMatches
{
    private const int MaxSuggestions = 3;

    /// <summary>
    /// At most three of <paramref name="known"/> within a third of the name's length in edits, the nearest first. The name is also tried
    /// without a vendor's prefix (<c>openai/</c>), and without its date or variant (<c>-2024-08-06</c>, <c>-latest</c>, <c>:free</c>).
    /// </summary>
    public static IReadOnlyList<string> For(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > 100)
            return [];
        var forms = FormsOf(name);
        return
        [
            .. known
                .Select(candidate => (candidate, distance: Distance(forms, candidate)))
                .Where(match => match.distance is not null)
                .OrderBy(match => match.distance)
                .ThenBy(match => match.candidate, StringComparer.Ordinal)
                .Take(MaxSuggestions)
                .Select(match => match.candidate),
        ];
    }

    /// <summary>The name as typed, then what is left of it, each at the cost of one edit more.</summary>
    private static string[] FormsOf(string name)
    {
        var bare = name[(name.LastIndexOf('/') + 1)..];
        return [name, bare, Version().Replace(bare, "")];
    }

    /// <summary>
    /// Levenshtein's distance, ignoring case, of the form that is nearest, or of the candidate without its own date; null when it is too
    /// far.
    /// </summary>
    private static int? Distance(string[] forms, string candidate)
    {
        var undated = Version().Replace(candidate, "");
        int? nearest = null;
        for (var cost = 0; cost < forms.Length; cost++)
        {
            var form = forms[cost];
            var edits = Math.Min(Edits(form, candidate), 1 + Edits(form, undated));
            if (form.Length > 0 && edits <= Math.Max(2, form.Length / 3) && !(nearest <= cost + edits))
                nearest = cost + edits;
        }

        return nearest;
    }

    private static int Edits(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }

    /// <summary>A date or a variant at the end of a name, as vendors and resellers add them.</summary>
    [GeneratedRegex(
        @"([-@:](\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4}|\d{2}-\d{2,4}|latest|preview|beta|exp|free|thinking|v\d+(:\d+)?))+$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Version();
}
