using System.Text.Json.Serialization;

namespace Platform.Usage.Reconciliation;

/// <summary>A violation of an invariant. Amounts are in nano-USD.</summary>
/// <param name="Subject">What differs: a transaction, an account, a budget, a request, a shard.</param>
internal sealed record Difference(string Subject, string Expected, string Found)
{
    public static IEnumerable<Difference> If(bool differs, string subject, object expected, object found) =>
        differs ? [new Difference(subject, $"{expected}", $"{found}")] : [];
}

/// <summary>The result of one invariant, over everything that it applies to.</summary>
/// <param name="Name">The invariant as a sentence.</param>
/// <param name="Compared">How many things were compared.</param>
/// <param name="Differences">The first <see cref="Shown"/> of the <paramref name="Count"/> differences.</param>
internal sealed record Check(string Name, long Compared, long Count, IReadOnlyList<Difference> Differences)
{
    public const int Shown = 50;

    public static Check From(string name, long compared, IReadOnlyCollection<Difference> differences) =>
        new(name, compared, differences.Count, [.. differences.Take(Shown)]);
}

/// <param name="Inspections">How often the till was inspected; a difference counts when every inspection found it.</param>
/// <param name="Facts">Numbers for the reader, such as the events that wait and their age.</param>
internal sealed record Report(
    DateTimeOffset At,
    [property: JsonPropertyName("looks")] int Inspections,
    IReadOnlyList<Check> Checks,
    IReadOnlyDictionary<string, long> Facts
)
{
    /// <summary>Whether no check found a difference.</summary>
    public bool Clean => Checks.All(check => check.Count == 0);
}
