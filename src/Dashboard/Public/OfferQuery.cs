namespace Platform.Dashboard.Public;

/// <summary>What a person looks for among the models; a null is anything. What is not understood finds everything.</summary>
/// <param name="Search">A part of a name, of the provider or of both, in any order.</param>
/// <param name="Context">At least so many tokens.</param>
public sealed record OfferQuery(
    string? Search = null,
    string? Provider = null,
    string? Protocol = null,
    long? Context = null,
    string? Sort = null
)
{
    public const string ByPrice = "price",
        ByContext = "context",
        ByFirstToken = "first-token",
        ByName = "name";

    public static IReadOnlyList<(string Value, string Words)> Sorts { get; } =
    [
        ("", "Catalogue order"),
        (ByPrice, "Cheapest first"),
        (ByContext, "Longest context first"),
        (ByFirstToken, "Soonest first word"),
        (ByName, "By name"),
    ];

    public static IReadOnlyList<long> Contexts { get; } = [100_000, 200_000, 400_000, 1_000_000];

    public bool IsEmpty => this == new OfferQuery();

    public IReadOnlyList<Offer> Of(IEnumerable<Offer> offers) => [.. InOrder(offers.Where(Matches))];

    private bool Matches(Offer offer) =>
        (Search ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word =>
                offer.Model.Id.Contains(word, StringComparison.OrdinalIgnoreCase)
                || offer.Model.OwnedBy.Contains(word, StringComparison.OrdinalIgnoreCase)
                || offer.Maker.Contains(word, StringComparison.OrdinalIgnoreCase)
            )
        && (Provider is null || offer.Model.OwnedBy == Provider)
        && (Protocol is null || offer.Native.Contains(Protocol))
        && (Context is not { } context || offer.Model.ContextTokens >= context);

    private IEnumerable<Offer> InOrder(IEnumerable<Offer> offers) =>
        Sort switch
        {
            ByPrice => offers.OrderBy(offer => offer.Route.Price.Input + offer.Route.Price.Output),
            ByContext => offers.OrderByDescending(offer => offer.Model.ContextTokens),
            ByFirstToken => offers.OrderBy(offer => offer.FirstByteMs ?? long.MaxValue),
            ByName => offers.OrderBy(offer => offer.Model.Id, StringComparer.Ordinal),
            _ => offers,
        };
}
