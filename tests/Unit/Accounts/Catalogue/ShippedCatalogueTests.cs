using System.Globalization;
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
    public void Production_sells_no_fake_model() => Assert.DoesNotContain(Models(Production), model => model.OwnedBy == "fake");

    [Fact]
    public void Development_adds_the_fake_upstreams_models_at_one_and_two_dollars()
    {
        var fakes = Models(Production, Development).Where(model => model.OwnedBy == "fake").ToList();
        Assert.Equal(31, fakes.Count);
        Assert.All(fakes, fake => Assert.StartsWith("fake-", fake.Id, StringComparison.Ordinal));
        Assert.All(
            fakes.SelectMany(fake => fake.Routes),
            route => Assert.Equal((Money.NanoPerUsd, 2 * Money.NanoPerUsd), (route.Price.Input, route.Price.Output))
        );
    }

    [Fact]
    public void Fake_failover_tries_an_upstream_that_cannot_be_reached_first() =>
        Assert.Equal(
            [("unreachable", "fake-echo"), ("primary", "fake-echo")],
            Models(Development).Single(model => model.Id == "fake-failover").Routes.Select(route => (route.Upstream, route.UpstreamModel))
        );

    [Theory]
    [InlineData("gpt-5", "2026-12-11")]
    [InlineData("gpt-5-mini", "2026-12-11")]
    [InlineData("gpt-4o", "2027-01-14")]
    [InlineData("gpt-4o-mini", "2027-01-14")]
    [InlineData("gpt-4.1", "2027-01-14")]
    [InlineData("gpt-4.1-mini", "2027-01-14")]
    public void A_model_that_ends_names_one_that_does_not(string id, string shutdown)
    {
        var models = Models(Production);
        var end = models.Single(model => model.Id == id).Deprecation!;
        Assert.Equal(DateTimeOffset.Parse(shutdown + "Z", CultureInfo.InvariantCulture), end.Shutdown);
        Assert.Null(models.Single(model => model.Id == end.Successor).Deprecation);
    }

    [Fact]
    public void A_successor_that_is_not_in_the_catalogue_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(
                path,
                File.ReadAllText(Production).Replace("\"id\": \"gpt-6-luna\"", "\"id\": \"gpt-7\"", StringComparison.Ordinal)
            );
            Assert.Contains(
                CatalogueText.Read(path).Parse().Faults,
                fault =>
                    fault.EndsWith(
                        "model gpt-4o-mini: deprecation must have as successor the id of a model of the catalogue.",
                        StringComparison.Ordinal
                    )
            );
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_model_in_both_files_is_refused() =>
        Assert.Contains(
            "model gpt-4o: id is there more than once",
            string.Join("\n", CatalogueText.Read(Production, Production).Parse().Faults),
            StringComparison.Ordinal
        );

    private static IReadOnlyList<Model> Models(params string[] files)
    {
        var (catalogue, faults) = CatalogueText.Read(files).Parse();
        Assert.Empty(faults);
        return catalogue.Models;
    }
}
