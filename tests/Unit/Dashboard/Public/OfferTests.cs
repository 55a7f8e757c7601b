using Platform.Contracts;
using Platform.Dashboard.Display;
using Platform.Dashboard.Public;
using Platform.Dashboard.Web;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Public;

public sealed class OfferTests
{
    private static readonly Catalogue Catalogue = new([
        Model("gpt-big", "openai", 400_000, 5, "openai-chat"),
        Model("claude-small", "anthropic", 200_000, 1, "anthropic-messages"),
        Model("fake-echo", "fake", 128_000, 1, "openai-chat"),
        Model("team/gpt-mini", "openai", 100_000, 2, "openai-chat"),
    ]);

    private static readonly OfferList Development = Offers.Of(Catalogue, null, isDevelopment: true);

    [Fact]
    public void Scripted_models_stand_apart_and_in_production_nowhere()
    {
        Assert.DoesNotContain(Development.Sold, offer => offer.IsScripted);
        Assert.Equal("fake-echo", Assert.Single(Development.Scripted).Model.Id);
        var production = Offers.Of(Catalogue, null, isDevelopment: false);
        Assert.Equal(3, production.Sold.Count);
        Assert.Empty(production.Scripted);
        Assert.Null(production.Find("fake-echo"));
    }

    [Theory]
    [InlineData(null, null, null, null, null, "gpt-big claude-small team/gpt-mini")]
    [InlineData("GPT", null, null, null, null, "gpt-big team/gpt-mini")]
    [InlineData("mini openai", null, null, null, null, "team/gpt-mini")]
    [InlineData(null, "anthropic", null, null, null, "claude-small")]
    [InlineData(null, null, "anthropic-messages", null, null, "claude-small")]
    [InlineData(null, null, null, 200_000L, null, "gpt-big claude-small")]
    [InlineData(null, null, null, null, "price", "claude-small team/gpt-mini gpt-big")]
    [InlineData(null, null, null, null, "context", "gpt-big claude-small team/gpt-mini")]
    [InlineData(null, null, null, null, "name", "claude-small gpt-big team/gpt-mini")]
    [InlineData(null, null, null, null, "whatever", "gpt-big claude-small team/gpt-mini")]
    [InlineData("nothing", null, null, null, null, "")]
    public void Models_are_found_by_what_is_looked_for(
        string? search,
        string? provider,
        string? protocol,
        long? context,
        string? sort,
        string expected
    ) =>
        Assert.Equal(
            expected,
            string.Join(' ', new OfferQuery(search, provider, protocol, context, sort).Of(Development.Sold).Select(offer => offer.Model.Id))
        );

    [Fact]
    public void The_soonest_is_first_and_what_is_not_known_last()
    {
        MeasuredModel Known(string model, long ms) => new(model, new MeasuredFigures(null, null, ms, []), []);
        var measured = new Measured(default, default, [Known("claude-small", 900), Known("team/gpt-mini", 300)]);
        var found = new OfferQuery(Sort: "first-token").Of(Offers.Of(Catalogue, measured, false).Sold);
        Assert.Equal(["team/gpt-mini", "claude-small", "gpt-big"], found.Select(offer => offer.Model.Id));
    }

    [Theory]
    [InlineData("openai", "OpenAI")]
    [InlineData("deepseek", "DeepSeek")]
    [InlineData("our-own-team", "our-own-team")]
    public void A_maker_has_its_own_name_where_it_is_known(string ownedBy, string expected) =>
        Assert.Equal(expected, Offer.MakerOf(ownedBy));

    [Fact]
    public void A_name_with_a_slash_has_a_page() => Assert.Equal("/models/team/gpt-mini", Development.Find("team/gpt-mini")!.Address);

    [Fact]
    public void A_calculation_is_what_would_be_charged()
    {
        var price = new Price(1, Input: 1_000_000_000, Output: 6_000_000_000, CachedInput: 100_000_000);
        var result = Calculation.Of(price, requestsPerDay: 100, input: 20_000, cachedPercent: 80, output: 500);
        Assert.Equal(new Money(4_000_000 + 1_600_000 + 3_000_000), result.PerRequest);
        Assert.Equal((new Money(860_000_000), new Money(25_800_000_000)), (result.PerDay, result.PerMonth));
        Assert.Equal(5, result.DaysOf(Money.FromUsd(5)));
        Assert.Null(Calculation.Of(price, 0, 1, 0, 1).DaysOf(Money.FromUsd(5)));
    }

    [Fact]
    public void A_longer_input_is_calculated_at_its_own_price()
    {
        var price = new Price(1, 1_000_000, 0) { Others = [new Price(1, 2_000_000, 0, AboveInput: 1_000)] };
        Assert.Equal(new Money(1_000), Calculation.Of(price, 1, 1_000, 0, 0).PerRequest);
        Assert.Equal(new Money(4_000), Calculation.Of(price, 1, 2_000, 0, 0).PerRequest);
    }

    [Fact]
    public void Every_class_of_tokens_with_a_price_has_a_line()
    {
        var price = new Price(1, 1, 2, CachedInput: 3, CacheWrite: 4) { Others = [new Price(1, 5, 6, Tier: "priority")] };
        Assert.Equal(
            ["Input", "Cached input", "Cache write", "Output", "Input, tier priority", "Output, tier priority"],
            PriceSteps.Lines(price).Select(line => line.What)
        );
    }

    [Theory]
    [InlineData(null, "–")]
    [InlineData(1.0, "100.0 %")]
    [InlineData(0.999, "99.9 %")]
    [InlineData(0.0, "0.0 %")]
    public void A_share_is_never_rounded_up(double? share, string expected) => Assert.Equal(expected, Measures.Share(share));

    [Fact]
    public async Task The_samples_can_be_pasted_whole()
    {
        var you = new Quickstart("sk-test", "http://localhost:8080/v1", "m");
        Assert.Equal("curl", Samples.Tools[0].Id);
        Assert.Null(await Parsers.FaultAsync(nameof(SnippetLanguage.Shell), Samples.Embedding(you)));
    }

    [Theory]
    [InlineData("GET", "/models", "text/html,application/xhtml+xml,*/*;q=0.8", null, false)]
    [InlineData("GET", "/models/gpt-4.1", "text/html", null, false)]
    [InlineData("GET", "/models", "*/*", null, true)]
    [InlineData("GET", "/models", "application/json", null, true)]
    [InlineData("GET", "/models", null, null, true)]
    [InlineData("GET", "/models", "text/html", "Authorization", true)]
    [InlineData("GET", "/models", "text/html", "x-api-key", true)]
    [InlineData("POST", "/models", "text/html", null, true)]
    [InlineData("GET", "/v1/models", "text/html", null, true)]
    [InlineData("GET", "/account", "text/html", null, false)]
    public void The_page_of_the_models_is_for_who_asks_for_html_without_a_key(
        string method,
        string path,
        string? accept,
        string? header,
        bool isCall
    )
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path) = (method, path);
        if (accept is not null)
            request.Headers.Accept = accept;
        if (header is not null)
            request.Headers[header] = "sk-x";
        Assert.Equal(isCall, ApiPath.IsCall(request));
    }

    private static Model Model(string id, string owner, int context, long price, string protocol) =>
        new(id, owner, default, context, 1_000, [new ModelRoute("u", id, [protocol], new Price(1, price, price))]);
}
