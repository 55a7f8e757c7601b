namespace Platform.Gateway.Catalog;

/// <summary>Finds the known names that a wrong name is close to.</summary>
internal static class NearMatches
{
    private const int MaxSuggestions = 3;

    /// <summary>At most three of <paramref name="known"/> within a third of the name's length in edits, the nearest first.</summary>
    public static IReadOnlyList<string> For(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > 100)
            return [];
        return
        [
            .. known
                .Select(candidate => (candidate, distance: Distance(name, candidate)))
                .Where(match => match.distance <= Math.Max(2, name.Length / 3))
                .OrderBy(match => match.distance)
                .ThenBy(match => match.candidate, StringComparer.Ordinal)
                .Take(MaxSuggestions)
                .Select(match => match.candidate),
        ];
    }

    /// <summary>Levenshtein's distance, ignoring case; a vendor's prefix such as <c>openai/</c> costs one edit.</summary>
    private static int Distance(string typed, string candidate)
    {
        var slash = typed.LastIndexOf('/');
        var prefixed = slash >= 0 ? 1 + Edits(typed[(slash + 1)..], candidate) : int.MaxValue;
        return Math.Min(prefixed, Edits(typed, candidate));
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
}
