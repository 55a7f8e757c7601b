using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>Reads the prices of a route or of a price change, in USD per million tokens.</summary>
internal static class PriceReader
{
    private const int MaxCalls = 100;

    /// <summary>The usual price, with those of other tiers and of long inputs.</summary>
    public static Price Read(JsonFields fields)
    {
        var tools = fields
            .Objects("hostedTools", (_, index) => fields.In($"hosted tool {index + 1}"), required: false)
            .Select(ReadTool)
            .ToList();
        if (tools.DistinctBy(tool => tool.Tool).Count() < tools.Count)
            fields.Fault("hostedTools", "has the same type twice", 0);
        var usual = ReadPrice(fields) with { Tools = tools.Count > 0 ? tools : null };
        var others = fields
            .Objects("otherPrices", (_, index) => fields.In($"other price {index + 1}"), required: false)
            .Select(ReadOther)
            .ToList();
        if (others.Count == 0)
            return usual;
        if (PriceProblem(usual, others) is { } problem)
            fields.Fault("otherPrices", problem, 0);
        return usual with { Others = others };
    }

    private static ToolPrice ReadTool(JsonFields fields)
    {
        var tool = new ToolPrice(
            fields.Text("type"),
            fields.NanoUsd("usdPerCall", "USD"),
            fields.Integer("inputTokensPerCall", 0),
            fields.Integer("callsAtMost", 1)
        );
        if (!ToolPrice.Known.Contains(tool.Tool))
            fields.Fault("type", $"must be one of {string.Join(", ", ToolPrice.Known)}", 0);
        if (tool.MaxCalls > MaxCalls)
            fields.Fault("callsAtMost", $"must be at most {MaxCalls}: credit is held for all of them", 0);
        fields.RejectUnknownFields();
        return tool;
    }

    private static Price ReadOther(JsonFields fields)
    {
        var price = ReadPrice(fields) with
        {
            Tier = fields.OptionalText("serviceTier"),
            AboveInput = fields.OptionalInteger("aboveInputTokens", 1),
        };
        fields.RejectUnknownFields();
        return price;
    }

    /// <summary>Every tier has a price for every input that the usual one has, so that no request is between prices.</summary>
    private static string? PriceProblem(Price usual, List<Price> others)
    {
        if (others.Any(price => price is { Tier: null, AboveInput: null }))
            return "must each have a serviceTier, or aboveInputTokens, or both";
        if (others.Any(price => price.Tier is "auto" or "default" or "standard" or "standard_only"))
            return "must not have the serviceTier of the usual price: leave it out";
        if (others.DistinctBy(price => (price.Tier, price.AboveInput)).Count() < others.Count)
            return "has the same serviceTier and aboveInputTokens twice";
        var bands = others.Where(price => price.Tier is null).Select(price => price.AboveInput).Append(null).ToHashSet();
        if (
            others
                .Where(price => price.Tier is not null)
                .GroupBy(price => price.Tier)
                .Any(tier => !bands.SetEquals(tier.Select(price => price.AboveInput)))
        )
            return "must have, for each serviceTier, one price without aboveInputTokens and one for each aboveInputTokens of the usual tier";
        return others.Any(price => price.CacheWriteHour is null != usual.CacheWriteHour is null)
                ? "must have cacheWriteHour where the usual price has it, and only there"
            : others.Any(price =>
                price.AudioInput is null != usual.AudioInput is null
                || price.AudioOutput is null != usual.AudioOutput is null
                || price.ImageInput is null != usual.ImageInput is null
            )
                ? "must have audioInput, audioOutput and imageInput where the usual price has them, and only there"
            : null;
    }

    private static Price ReadPrice(JsonFields parent)
    {
        if (parent.Object("usdPerMillionTokens") is not { } fields)
            return new Price(0, 0, 0);
        var price = new Price(
            0,
            fields.NanoUsd("input"),
            fields.NanoUsd("output"),
            fields.OptionalNanoUsd("cachedInput"),
            fields.OptionalNanoUsd("cacheWrite"),
            fields.OptionalNanoUsd("reasoning"),
            fields.OptionalNanoUsd("cacheWriteHour")
        )
        {
            AudioInput = fields.OptionalNanoUsd("audioInput"),
            AudioOutput = fields.OptionalNanoUsd("audioOutput"),
            ImageInput = fields.OptionalNanoUsd("imageInput"),
        };
        fields.RejectUnknownFields();
        return price;
    }
}
