using Microsoft.Extensions.Configuration;
using Platform.Contracts;
using Platform.Usage.Payments;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

public sealed class PacksTests
{
    [Fact]
    public void Configured_packs_are_on_sale_in_their_order()
    {
        var packs = Read(("Id", "starter"), ("Name", "Starter"), ("PriceUsd", "5"), ("CreditUsd", "5.5"));

        Assert.Equal([new PackView("starter", "Starter", new Money(5_000_000_000), new Money(5_500_000_000))], packs.All);
        Assert.Equal(packs.All[0], packs.Find("starter"));
        Assert.Null(packs.Find("Starter"));
    }

    [Theory]
    [InlineData("Id", null, "Packs:0:Id is missing.")]
    [InlineData("Name", null, "Packs:0:Name is missing.")]
    [InlineData("PriceUsd", null, "Packs:0:PriceUsd is missing.")]
    [InlineData("PriceUsd", "0", "Packs:0:PriceUsd must be above 0 and at most 1000000 dollars.")]
    [InlineData("CreditUsd", null, "Packs:0:CreditUsd is missing.")]
    [InlineData("CreditUsd", "4.99", "Packs:0:CreditUsd must be at least the price and at most 1000000 dollars.")]
    public void Pack_that_makes_no_sense_stops_the_start(string setting, string? value, string message)
    {
        var settings = new Dictionary<string, string?> { ["Id"] = "starter", ["Name"] = "Starter", ["PriceUsd"] = "5", ["CreditUsd"] = "5", [setting] = value };

        var e = Assert.Throws<InvalidOperationException>(() => Read([.. settings.Select(pair => (pair.Key, pair.Value))]));

        Assert.Equal(message, e.Message);
    }

    [Fact]
    public void No_pack_stops_the_start() => Assert.Throws<InvalidOperationException>(() => Read());

    [Fact]
    public void Two_packs_of_one_id_stop_the_start()
    {
        var settings = new Dictionary<string, string?>();
        foreach (var i in new[] { 0, 1 })
            foreach (var (key, value) in new[] { ("Id", "starter"), ("Name", "Starter"), ("PriceUsd", "5"), ("CreditUsd", "5") })
                settings[$"Packs:{i}:{key}"] = value;

        Assert.Throws<InvalidOperationException>(() => Packs.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
    }

    private static Packs Read(params (string Key, string? Value)[] pack) => Packs.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(pack.Where(setting => setting.Value is not null).Select(setting => KeyValuePair.Create("Packs:0:" + setting.Key, setting.Value)))
        .Build());
}
