using System.Text.RegularExpressions;
using Platform.Accounts.Catalogue;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Catalogue;

public sealed partial class CatalogueFileTests
{
    private const string Good = """
        { "models": [ {
          "id": "gpt-4o", "ownedBy": "openai", "createdAt": "2024-05-13", "contextTokens": 128000, "maxOutputTokens": 16384,
          "routes": [ {
            "upstream": "primary", "upstreamModel": "gpt-4o", "protocols": ["openai-chat"],
            "usdPerMillionTokens": { "input": 2.50, "cachedInput": 1.25, "output": 10.00 } } ] } ] }
        """;

    [Fact]
    public void Dollars_per_million_become_nano_dollars_per_million()
    {
        var (models, faults) = Parse(Good);
        Assert.Empty(faults);
        var model = Assert.Single(models);
        Assert.Equal(("gpt-4o", "openai", 128_000, 16_384), (model.Id, model.OwnedBy, model.ContextTokens, model.MaxOutputTokens));
        Assert.Equal(new DateTimeOffset(2024, 5, 13, 0, 0, 0, TimeSpan.Zero), model.CreatedAt);
        Assert.Equivalent(
            new ModelRoute("primary", "gpt-4o", ["openai-chat"], new Price(0, 2_500_000_000, 10_000_000_000, 1_250_000_000)),
            Assert.Single(model.Routes),
            strict: true
        );
    }

    [Theory]
    [InlineData("\"ownedBy\": \"openai\", ", "", "c.json: model gpt-4o: ownedBy is missing.")]
    [InlineData("128000", "\"many\"", "c.json: model gpt-4o: contextTokens must be a whole number of at least 1.")]
    [InlineData("128000", "4096", "c.json: model gpt-4o: maxOutputTokens must not be more than contextTokens.")]
    [InlineData("2024-05-13", "13.5.2024", "c.json: model gpt-4o: createdAt must be a date such as \"2025-04-14\".")]
    [InlineData(
        "openai-chat",
        "telepathy",
        "c.json: model gpt-4o: route 1: protocols must be among openai-chat, openai-responses, anthropic-messages, openai-embeddings, openai-completions."
    )]
    [InlineData("\"input\": 2.50, ", "", "c.json: model gpt-4o: route 1: usdPerMillionTokens: input is missing.")]
    [InlineData("10.00", "-1", Usd + "output" + UsdMend)]
    [InlineData("10.00", "\"10\"", Usd + "output" + UsdMend)]
    [InlineData("10.00", "0.0000000001", Usd + "output" + UsdMend)]
    [InlineData(
        "cachedInput",
        "cachedinput",
        "c.json: model gpt-4o: route 1: usdPerMillionTokens: cachedinput is not known here; known are input, output, cachedInput, cacheWrite, reasoning, cacheWriteHour, audioInput, audioOutput, imageInput."
    )]
    [InlineData("\"id\": \"gpt-4o\", ", "", "c.json: model number 1: id is missing.")]
    [InlineData("\"models\"", "\"model\"", "c.json: models is missing.")]
    public void A_fault_names_file_model_and_field(string find, string replace, string fault) =>
        Assert.Contains(fault, Parse(Good.Replace(find, replace, StringComparison.Ordinal)).Faults);

    [Fact]
    public void Other_tiers_and_long_inputs_have_prices_of_their_own()
    {
        var (models, faults) = Parse(WithOthers("""{ "serviceTier": "priority", "usdPerMillionTokens": { "input": 5, "output": 20 } }"""));
        Assert.Empty(faults);
        var price = Assert.Single(Assert.Single(models).Routes).Price;
        Assert.Equal(new Price(0, 5_000_000_000, 20_000_000_000, Tier: "priority"), Assert.Single(price.Others!));
        (models, faults) = Parse(WithOthers("""{ "aboveInputTokens": 272000, "usdPerMillionTokens": { "input": 5, "output": 15 } }"""));
        Assert.Empty(faults);
        Assert.Equal(
            new Price(0, 5_000_000_000, 15_000_000_000, AboveInput: 272_000),
            Assert.Single(Assert.Single(Assert.Single(models).Routes).Price.Others!)
        );
    }

    [Theory]
    [InlineData(
        """{ "usdPerMillionTokens": { "input": 5, "output": 20 } }""",
        "must each have a serviceTier, or aboveInputTokens, or both"
    )]
    [InlineData(
        """{ "serviceTier": "default", "usdPerMillionTokens": { "input": 5, "output": 20 } }""",
        "must not have the serviceTier of the usual price: leave it out"
    )]
    [InlineData(
        """{ "serviceTier": "a", "usdPerMillionTokens": { "input": 5, "output": 20 } }, { "serviceTier": "a", "usdPerMillionTokens": { "input": 5, "output": 20 } }""",
        "has the same serviceTier and aboveInputTokens twice"
    )]
    [InlineData(
        """{ "serviceTier": "a", "usdPerMillionTokens": { "input": 5, "output": 20 } }, { "aboveInputTokens": 9, "usdPerMillionTokens": { "input": 5, "output": 20 } }""",
        "must have, for each serviceTier, one price without aboveInputTokens and one for each aboveInputTokens of the usual tier"
    )]
    [InlineData(
        """{ "serviceTier": "a", "usdPerMillionTokens": { "input": 5, "output": 20, "cacheWriteHour": 9 } }""",
        "must have cacheWriteHour where the usual price has it, and only there"
    )]
    public void No_request_is_between_prices(string others, string fault) =>
        Assert.Equal([$"c.json: model gpt-4o: route 1: otherPrices {fault}."], Parse(WithOthers(others)).Faults);

    [Fact]
    public void A_price_change_is_read_with_its_moment()
    {
        var (models, faults) = Parse(WithChange("2027-01-01T01:00:00+01:00"));
        Assert.Empty(faults);
        Assert.Equal(
            new PriceChange(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), new Price(0, 3_000_000_000, 12_000_000_000)),
            Assert.Single(models[0].Routes[0].PriceChanges!)
        );
    }

    [Theory]
    [InlineData("2027-01-01")]
    [InlineData("2027-01-01T00:00:00")]
    [InlineData("tomorrow")]
    public void A_price_change_without_an_exact_moment_is_refused(string from) =>
        Assert.Equal(
            ["c.json: model gpt-4o: route 1: price change 1: from must be a time with its offset such as \"2027-01-01T00:00:00Z\"."],
            Parse(WithChange(from)).Faults
        );

    [Fact]
    public void The_announced_end_of_a_model_is_read()
    {
        var (models, faults) = Parse(WithEnd("""{ "announced": "2026-10-14", "shutdown": "2027-01-14", "successor": "gpt-4o" }"""));
        Assert.Empty(faults);
        Assert.Equal(
            new ModelDeprecation(
                new DateTimeOffset(2026, 10, 14, 0, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2027, 1, 14, 0, 0, 0, TimeSpan.Zero),
                "gpt-4o"
            ),
            Assert.Single(models).Deprecation
        );
    }

    [Theory]
    [InlineData("\"soon\"", "c.json: model gpt-4o: deprecation must be an object.")]
    [InlineData("""{ "announced": "2026-10-14" }""", "c.json: model gpt-4o: deprecation: shutdown is missing.")]
    [InlineData(
        """{ "announced": "2027-10-14", "shutdown": "2027-01-14" }""",
        "c.json: model gpt-4o: deprecation: shutdown must not be before announced."
    )]
    [InlineData(
        """{ "announced": "2026-10-14", "shutdown": "14 January" }""",
        "c.json: model gpt-4o: deprecation: shutdown must be a date such as \"2025-04-14\"."
    )]
    [InlineData(
        """{ "announced": "2026-10-14", "shutdown": "2027-01-14", "successor": "" }""",
        "c.json: model gpt-4o: deprecation: successor must be a text of 1 to 200 characters."
    )]
    public void A_wrong_end_of_a_model_is_refused(string deprecation, string fault) =>
        Assert.Contains(fault, Parse(WithEnd(deprecation)).Faults);

    [Fact]
    public void A_model_without_a_route_is_refused() =>
        Assert.Equal(
            ["c.json: model m: routes must be a list of at least one object."],
            Parse(
                """{ "models": [ { "id": "m", "ownedBy": "o", "createdAt": "2025-01-01", "contextTokens": 1, "maxOutputTokens": 0, "routes": [] } ] }"""
            ).Faults
        );

    [Fact]
    public void A_route_that_is_there_twice_is_refused()
    {
        var start = Good.IndexOf("{\n    \"upstream\"", StringComparison.Ordinal);
        var route = Good[start..(Good.IndexOf("} }", StringComparison.Ordinal) + 3)];
        Assert.Equal(
            ["c.json: model gpt-4o: routes has the same upstream and upstreamModel twice."],
            Parse(Good.Replace(route, $"{route}, {route}", StringComparison.Ordinal)).Faults
        );
    }

    [Fact]
    public void What_is_no_json_is_reported_with_its_line() =>
        Assert.StartsWith("c.json:2: It is not JSON: ", Faults("{\n nonsense }").Single(), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_names_itself() =>
        Assert.StartsWith(
            "'/nowhere/models.json' cannot be read: ",
            CatalogueText.Read("/nowhere/models.json").Parse().Faults.Single(),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("\"ownedBy\": \"openai\", ", "", "c.json:1: model gpt-4o: ownedBy is missing.")]
    [InlineData("2.50", "-1", "c.json:5: " + Price + "input" + UsdMend)]
    [InlineData(
        "\"gpt-4o\", \"protocols\"",
        "\"\", \"protocols\"",
        "c.json:4: model gpt-4o: route 1: upstreamModel must be a text of 1 to 200 characters."
    )]
    public void A_fault_names_its_line(string find, string replace, string fault) =>
        Assert.Equal([fault], Faults(Good.Replace(find, replace, StringComparison.Ordinal)));

    [Fact]
    public void A_member_that_is_there_twice_is_refused() =>
        Assert.StartsWith(
            "c.json:1: It is not JSON: ",
            Faults(Good.Replace("\"ownedBy\"", "\"id\"", StringComparison.Ordinal)).Single(),
            StringComparison.Ordinal
        );

    private const string Price = "model gpt-4o: route 1: usdPerMillionTokens: ";
    private const string Usd = "c.json: " + Price;
    private const string UsdMend = " must be USD per million tokens from 0 to 1000000 with at most nine decimals, for example 2.50.";

    [Fact]
    public void Limits_of_a_model_are_those_that_are_named() =>
        Assert.Equal(
            new RateLimits(TokensPerMinute: 200_000, ConcurrentRequests: 4),
            Assert.Single(Parse(WithLimits("""{ "tokensPerMinute": 200000, "concurrentRequests": 4 }""")).Models).Limits
        );

    [Theory]
    [InlineData("60", "model gpt-4o: limits must be an object.")]
    [InlineData("""{ "requestsPerMinute": 0 }""", "model gpt-4o: limits: requestsPerMinute must be a whole number from 1 to 1000000.")]
    [InlineData(
        """{ "tokensPerMinute": 1000000001 }""",
        "model gpt-4o: limits: tokensPerMinute must be a whole number from 1 to 1000000000."
    )]
    [InlineData(
        """{ "concurrentRequests": 100001 }""",
        "model gpt-4o: limits: concurrentRequests must be a whole number from 1 to 100000."
    )]
    public void Wrong_limits_of_a_model_are_refused(string limits, string fault) =>
        Assert.Contains(Parse(WithLimits(limits)).Faults, found => found.Contains(fault, StringComparison.Ordinal));

    private static string WithLimits(string limits) =>
        Good.Replace("\"routes\"", $"\"limits\": {limits}, \"routes\"", StringComparison.Ordinal);

    private static string WithEnd(string deprecation) =>
        Good.Replace("\"routes\"", $"\"deprecation\": {deprecation}, \"routes\"", StringComparison.Ordinal);

    private static string WithOthers(string others) =>
        Good.Replace("\"output\": 10.00 }", $"\"output\": 10.00 }}, \"otherPrices\": [ {others} ]", StringComparison.Ordinal);

    private static string WithChange(string from) =>
        Good.Replace(
            "10.00 } }",
            $$"""10.00 }, "priceChanges": [ { "from": "{{from}}", "usdPerMillionTokens": { "input": 3, "output": 12 } } ] }""",
            StringComparison.Ordinal
        );

    private static (IReadOnlyList<Model> Models, List<string> Faults) Parse(string json)
    {
        List<string> faults = [];
        var models = CatalogueFile.Parse(json, "c.json", faults).Models;
        return (models, faults.ConvertAll(fault => Line().Replace(fault, "c.json:")));
    }

    private static List<string> Faults(string json)
    {
        List<string> faults = [];
        _ = CatalogueFile.Parse(json, "c.json", faults);
        return faults;
    }

    [GeneratedRegex("^c.json:[0-9]+:")]
    private static partial Regex Line();
}
