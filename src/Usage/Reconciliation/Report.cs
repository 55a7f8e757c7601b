namespace Platform.Usage.Reconciliation;

/// <summary>Something that is not as it must be. Amounts are in nano-USD.</summary>
/// <param name="Subject">What differs: a transaction, an account, a budget, a request, a shard.</param>
internal sealed record Difference(string Subject, string Expected, string Found)
{
    public static IEnumerable<Difference> If(bool differs, string subject, object expected, object found) =>
        differs ? [new Difference(subject, $"{expected}", $"{found}")] : [];
}

/// <summary>One invariant, over everything it holds for.</summary>
/// <param name="Name">The invariant as a sentence.</param>
/// <param name="Compared">How many things were held against it.</param>
/// <param name="Differences">At most <see cref="Shown"/> of them; <paramref name="Count"/> tells how many there are.</param>
internal sealed record Check(string Name, long Compared, long Count, IReadOnlyList<Difference> Differences)
{
    public const int Shown = 50;

    public static Check Of(string name, long compared, IReadOnlyCollection<Difference> differences) =>
        new(name, compared, differences.Count, [.. differences.Take(Shown)]);
}

/// <param name="Looks">How often the till was looked at; a difference counts when every look saw it.</param>
/// <param name="Facts">Numbers for the reader: what waits, and how old it is.</param>
internal sealed record Report(DateTimeOffset At, int Looks, IReadOnlyList<Check> Checks, IReadOnlyDictionary<string, long> Facts)
{
    /// <summary>No check found a difference.</summary>
    public bool Clean => Checks.All(check => check.Count == 0);
}
