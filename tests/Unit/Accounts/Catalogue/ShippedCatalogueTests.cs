using Microsoft.Extensions.Options;
using Platform.Accounts.Catalogue;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Catalogue;

public sealed class ShippedCatalogueTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Catalogue");
    private static readonly string Production = Path.Combine(Folder, "catalogue.json"),
        Development = Path.Combine(Folder, "catalogue.development.json");

    [Fact]
    public void Production_sells_no_fake_model() => Assert.DoesNotContain(CatalogueFile.Read(Production), model => model.OwnedBy == "fake");

    [Fact]
    public void Development_adds_the_fake_upstreams_models_at_one_and_two_dollars()
    {
        var fakes = CatalogueFile.Read(Production, Development).Where(model => model.OwnedBy == "fake").ToList();
        Assert.Equal(26, fakes.Count);
        Assert.All(fakes, fake => Assert.StartsWith("fake-", fake.Id, StringComparison.Ordinal));
        Assert.All(
            fakes.SelectMany(fake => fake.Routes),
            route => Assert.Equal(new Price(0, Money.NanoPerUsd, 2 * Money.NanoPerUsd), route.Price)
        );
    }

    [Fact]
    public void Fake_failover_tries_an_upstream_that_cannot_be_reached_first() =>
        Assert.Equal(
            [("unreachable", "fake-echo"), ("primary", "fake-echo")],
            CatalogueFile
                .Read(Development)
                .Single(model => model.Id == "fake-failover")
                .Routes.Select(route => (route.Upstream, route.UpstreamModel))
        );

    [Fact]
    public void A_model_in_both_files_is_refused() =>
        Assert.Contains(
            "model gpt-4o: id is there 2 times",
            Assert.Throws<OptionsValidationException>(() => CatalogueFile.Read(Production, Production)).Message,
            StringComparison.Ordinal
        );
}
