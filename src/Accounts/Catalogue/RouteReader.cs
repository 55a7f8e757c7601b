using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>Reads one element of a model's <c>routes</c>.</summary>
internal static class RouteReader
{
    private const int MaxPriority = 1_000;

    private static readonly string[] Protocols =
    [
        "openai-chat",
        "openai-responses",
        "anthropic-messages",
        "openai-embeddings",
        "openai-completions",
    ];

    public static ModelRoute Read(JsonFields fields)
    {
        var changes = fields
            .Objects("priceChanges", (_, index) => fields.In($"price change {index + 1}"), required: false)
            .Select(ReadChange)
            .ToList();
        if (changes.DistinctBy(change => change.From).Count() < changes.Count)
            fields.Fault("priceChanges", "has the same from twice", 0);
        var route = new ModelRoute(
            fields.Text("upstream"),
            fields.Text("upstreamModel"),
            fields.Texts("protocols"),
            PriceReader.Read(fields),
            changes.Count > 0 ? changes : null,
            fields.OptionalInteger("priority", 0, MaxPriority),
            fields.Weight(),
            LimitsReader.Read(fields),
            DeadlinesReader.Read(fields)
        );
        if (route.Protocols.Except(Protocols).Any())
            fields.Fault("protocols", $"must be among {string.Join(", ", Protocols)}", 0);
        fields.RejectUnknownFields();
        return route;
    }

    private static PriceChange ReadChange(JsonFields fields)
    {
        var change = new PriceChange(fields.Timestamp("from"), PriceReader.Read(fields));
        fields.RejectUnknownFields();
        return change;
    }
}
