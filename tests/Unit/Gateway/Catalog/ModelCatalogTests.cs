using Platform.Contracts;
using Platform.Gateway.Catalog;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Upstreams;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Catalog;

public sealed class ModelCatalogTests
{
    private static readonly KeyFacts Key = new("k", "k", default, "key", default, null, null, null);
    private readonly ModelCatalog catalog = new();

    private static Model Model(params string[] upstreams) =>
        new("m", "o", default, 9, 9, [.. upstreams.Select(name => new ModelRoute(name, "theirs", ["openai-chat"], new Price(1, 1, 1)))]);

    private static UpstreamSet Set(params (string Name, string BaseUrl)[] upstreams) =>
        new(upstreams.Select(each => new Upstream(each.Name, new UpstreamOptions { BaseUrl = each.BaseUrl })));

    private RoutePlan Plan() => catalog.FindRoutes(Key, "m", Protocol.Chat, "/v1/chat/completions", DateTimeOffset.UnixEpoch).Value!;

    [Fact]
    public void A_route_on_an_upstream_that_cannot_be_called_is_not_offered()
    {
        catalog.Replace([Model("a", "b")], Set(("b", "https://b/v1")));
        Assert.Equal(["b"], Plan().Model.Routes.Select(route => route.Upstream));
    }

    [Fact]
    public void A_request_keeps_the_upstreams_of_the_catalogue_that_it_found_its_model_in()
    {
        catalog.Replace([Model("a")], Set(("a", "https://a/v1")));
        var plan = Plan();
        catalog.Replace([Model("b")], Set(("b", "https://b/v1")));
        Assert.Equal("https://a/v1", plan.Upstreams[plan.Model.Routes[0].Upstream].BaseUrl);
        Assert.Equal("https://b/v1", Plan().Upstreams[Plan().Model.Routes[0].Upstream].BaseUrl);
    }

    /// <summary>Of the catalogue's own those count that can answer; the request is not refused for the others.</summary>
    [Theory]
    [InlineData(null, "openai-chat", "b,c,d")]
    [InlineData("m,b,d", "openai-chat", "b,d")]
    [InlineData("m", "openai-chat", "")]
    [InlineData(null, "openai-embeddings", "b,d")]
    public void The_catalogues_fallbacks_are_those_that_the_key_may_call_and_that_speak_the_endpoint(
        string? allowed,
        string protocol,
        string expected
    )
    {
        Replace(protocol, fallbacks: ["b", "c", "gone", "d"]);
        var plan = WithFallbacks([], Key with { Models = allowed?.Split(',') }).Value!;
        Assert.Equal("m", plan.Model.Id);
        Assert.Equal(expected, string.Join(',', plan.Models.Skip(1).Select(model => model.Id)));
    }

    /// <summary>Those that the caller names come in the place of the catalogue's, and each of them has to be there.</summary>
    [Theory]
    [InlineData("d,b", null, "openai-chat", null)]
    [InlineData("d,gone", null, "openai-chat", "model_not_found")]
    [InlineData("d,b", "m,d", "openai-chat", "model_not_allowed")]
    [InlineData("c", null, "openai-embeddings", "endpoint_not_served")]
    public void What_the_caller_names_answers_or_is_refused_by_its_name(string named, string? allowed, string protocol, string? code)
    {
        Replace(protocol, fallbacks: ["c"]);
        var found = WithFallbacks(named.Split(','), Key with { Models = allowed?.Split(',') });
        Assert.Equal((code, code is null ? null : "models"), (found.Error?.Code, found.Error?.Param));
        Assert.Equal(
            code is null ? "m,d,b" : null,
            found.Value is { } plan ? string.Join(',', plan.Models.Select(model => model.Id)) : null
        );
    }

    /// <summary>It is charged as when it arrived, whatever is decided or comes into force while it runs.</summary>
    [Fact]
    public void A_request_and_its_fallbacks_have_the_prices_of_its_arrival()
    {
        var change = new PriceChange(DateTimeOffset.UnixEpoch.AddDays(1), new Price(2, 5, 5));
        Model Of(string id) =>
            Model("a") with
            {
                Id = id,
                Fallbacks = id == "m" ? ["b"] : null,
                Routes = [new ModelRoute("a", "theirs", ["openai-chat"], new Price(1, 1, 1), [change])],
            };
        catalog.Replace([Of("m"), Of("b")], Set(("a", "https://a/v1")));
        int[] Versions(TimeSpan later) =>
            [.. WithFallbacks([], Key, DateTimeOffset.UnixEpoch + later).Value!.Models.Select(model => model.Routes[0].Price.Version)];
        Assert.Equal([1, 1], Versions(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1)));
        Assert.Equal([2, 2], Versions(TimeSpan.FromDays(1)));
    }

    private void Replace(string protocolOfC, string[] fallbacks)
    {
        Model Of(string id, string protocol) =>
            Model("a") with
            {
                Id = id,
                Fallbacks = id == "m" ? fallbacks : null,
                Routes = [new ModelRoute("a", "theirs", [protocol], new Price(1, 1, 1))],
            };
        catalog.Replace(
            [Of("m", "openai-chat"), Of("b", "openai-chat"), Of("c", protocolOfC), Of("d", "openai-chat")],
            Set(("a", "https://a/v1"))
        );
    }

    private StepResult<RoutePlan> WithFallbacks(string[] named, KeyFacts key, DateTimeOffset arrival = default)
    {
        const string endpoint = "/v1/chat/completions";
        var plan = catalog.FindRoutes(key, "m", Protocol.Chat, endpoint, arrival).Value!;
        return catalog.WithFallbacks(plan, named, key, Protocol.Chat, endpoint, arrival);
    }
}
