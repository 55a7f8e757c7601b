using Platform.Contracts;
using Platform.Gateway.Catalog;
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
}
