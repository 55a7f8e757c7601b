using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// Reads catalogue files: models in the order of the file, prices in USD per million tokens.
/// The returned models have price version 0: versions are assigned by the database.
/// </summary>
internal static class CatalogueFile
{
    private const int MaxCalls = 100;

    private static readonly string[] Protocols =
    [
        "openai-chat",
        "openai-responses",
        "anthropic-messages",
        "openai-embeddings",
        "openai-completions",
    ];

    /// <exception cref="OptionsValidationException">A file is missing, is not JSON, or has an invalid value; each failure names
    /// file, model and field.</exception>
    public static IReadOnlyList<Model> Read(params IEnumerable<string> paths)
    {
        List<string> faults = [];
        List<Model> models = [];
        foreach (var path in paths)
            if (ReadText(path, faults) is { } json)
                models.AddRange(Parse(json, Path.GetFileName(path), faults));
        foreach (var duplicate in models.GroupBy(model => model.Id).Where(group => group.Count() > 1))
            faults.Add($"model {duplicate.Key}: id is there {duplicate.Count()} times; name each model once.");
        foreach (var model in models.Where(model => model.Deprecation?.Successor is { } id && !models.Exists(other => other.Id == id)))
            faults.Add($"model {model.Id}: deprecation: successor must be the id of a model of the catalogue.");
        return faults.Count == 0 ? models : throw new OptionsValidationException(Options.DefaultName, typeof(CatalogueModels), faults);
    }

    /// <summary>Parses the models of one file; adds each fault to <paramref name="faults"/>.</summary>
    public static IReadOnlyList<Model> Parse(string json, string file, List<string> faults)
    {
        try
        {
            using var document = JsonDocument.Parse(
                json,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new JsonException("The file must be an object with the field models.");
            var root = new JsonFields(document.RootElement, file, faults);
            var models = root.Objects("models", (item, index) => $"{file}: model {FindId(item) ?? $"number {index + 1}"}")
                .Select(ReadModel)
                .ToList();
            root.RejectUnknownFields();
            return models;
        }
        catch (JsonException e)
        {
            faults.Add($"{file}: {e.Message}");
            return [];
        }
    }

    private static string? FindId(JsonElement item) =>
        item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    private static Model ReadModel(JsonFields fields)
    {
        var model = new Model(
            fields.Text("id"),
            fields.Text("ownedBy"),
            fields.Date("createdAt"),
            fields.Integer("contextTokens", 1),
            fields.Integer("maxOutputTokens", 0),
            [.. fields.Objects("routes", (_, index) => $"{fields.Place}: route {index + 1}").Select(ReadRoute)],
            fields.OptionalBoolean("reasoning"),
            fields.OptionalObject("deprecation") is { } deprecation ? ReadDeprecation(deprecation) : null,
            fields.OptionalTexts("recommendedFor")
        );
        if (model.MaxOutputTokens > model.ContextTokens)
            fields.Fault("maxOutputTokens", "must not be more than contextTokens", 0);
        if (model.Routes.DistinctBy(route => (route.Upstream, route.UpstreamModel)).Count() < model.Routes.Count)
            fields.Fault("routes", "has the same upstream and upstreamModel twice", 0);
        fields.RejectUnknownFields();
        return model;
    }

    private static ModelDeprecation ReadDeprecation(JsonFields fields)
    {
        var deprecation = new ModelDeprecation(fields.Date("announced"), fields.Date("shutdown"), fields.OptionalText("successor"));
        if (deprecation.Shutdown < deprecation.Announced)
            fields.Fault("shutdown", "must not be before announced", 0);
        fields.RejectUnknownFields();
        return deprecation;
    }

    private static ModelRoute ReadRoute(JsonFields fields)
    {
        var changes = fields
            .Objects("priceChanges", (_, index) => $"{fields.Place}: price change {index + 1}", required: false)
            .Select(ReadChange)
            .ToList();
        if (changes.DistinctBy(change => change.From).Count() < changes.Count)
            fields.Fault("priceChanges", "has the same from twice", 0);
        var route = new ModelRoute(
            fields.Text("upstream"),
            fields.Text("upstreamModel"),
            fields.Texts("protocols"),
            ReadPrices(fields),
            changes.Count > 0 ? changes : null
        );
        if (route.Protocols.Except(Protocols).Any())
            fields.Fault("protocols", $"must be among {string.Join(", ", Protocols)}", 0);
        fields.RejectUnknownFields();
        return route;
    }

    private static PriceChange ReadChange(JsonFields fields)
    {
        var change = new PriceChange(fields.Timestamp("from"), ReadPrices(fields));
        fields.RejectUnknownFields();
        return change;
    }

    /// <summary>The usual price, with those of other tiers and of long inputs.</summary>
    private static Price ReadPrices(JsonFields fields)
    {
        var tools = fields
            .Objects("hostedTools", (_, index) => $"{fields.Place}: hosted tool {index + 1}", required: false)
            .Select(ReadTool)
            .ToList();
        if (tools.DistinctBy(tool => tool.Tool).Count() < tools.Count)
            fields.Fault("hostedTools", "has the same type twice", 0);
        var usual = ReadPrice(fields) with { Tools = tools.Count > 0 ? tools : null };
        var others = fields
            .Objects("otherPrices", (_, index) => $"{fields.Place}: other price {index + 1}", required: false)
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

    private static string? ReadText(string path, List<string> faults)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(
                $"Catalogue:File (environment variable Catalogue__File) is '{path}'. It must be a catalogue file that this process can "
                    + $"read: {e.Message}"
            );
            return null;
        }
    }
}
