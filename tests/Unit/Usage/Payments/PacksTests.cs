using Platform.Contracts;
using Platform.ServiceDefaults.Settings;
using Platform.Tests.Unit.ServiceDefaults.Settings;
using Platform.Usage.Payments.Purchases;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

public sealed class PacksTests
{
    private const string Usd = "an amount from 0.01 to 1000000, for example 5.";

    private static readonly (string, string?)[] Starter =
    [
        ("Packs:0:Id", "starter"),
        ("Packs:0:Name", "Starter"),
        ("Packs:0:PriceUsd", "5"),
        ("Packs:0:CreditUsd", "5.5"),
    ];

    [Fact]
    public void Configured_packs_are_on_sale_in_their_order()
    {
        using var services = Faults.Services(
            "Production",
            Add,
            [.. Starter, ("Packs:1:Id", "cheap"), ("Packs:1:Name", "Cheap"), ("Packs:1:PriceUsd", "0.01"), ("Packs:1:CreditUsd", "0.01")]
        );
        var packs = services.GetRequiredService<Packs>();

        Assert.Equal(
            [
                new PackView("starter", "Starter", new Money(5_000_000_000), new Money(5_500_000_000)),
                new PackView("cheap", "Cheap", new Money(10_000_000), new Money(10_000_000)),
            ],
            packs.All
        );
        Assert.Equal(packs.All[0], packs.Find("starter"));
        Assert.Null(packs.Find("Starter"));
    }

    [Theory]
    [InlineData("Id", null, "is missing. It must be a text, for example starter.")]
    [InlineData("Id", "custom", "is 'custom', which names a purchase of an amount that the payer chooses. It must be another Id.")]
    [InlineData("Name", null, "is missing. It must be a text, for example Starter.")]
    [InlineData("PriceUsd", null, "is missing. It must be " + Usd)]
    [InlineData("PriceUsd", "0", "is '0'. It must be " + Usd)]
    [InlineData("PriceUsd", "$5", "is '$5'. It must be " + Usd)]
    [InlineData("CreditUsd", null, "is missing. It must be " + Usd)]
    [InlineData("CreditUsd", "1000001", "is '1000001'. It must be " + Usd)]
    [InlineData("CreditUsd", "4.99", "is '4.99'. It must be at least PriceUsd, which is 5.")]
    [InlineData("Price", "5", "is not a setting. Packs:0 has Id, Name, PriceUsd, CreditUsd.")]
    public void A_pack_that_makes_no_sense_is_reported(string setting, string? value, string message) =>
        Assert.Equal(
            [$"Packs:0:{setting} (environment variable Packs__0__{setting}) {message}"],
            Faults.Of(Add, [.. Starter, ($"Packs:0:{setting}", value)])
        );

    [Fact]
    public void No_pack_is_reported() =>
        Assert.Equal(
            ["Packs (environment variable Packs) is empty. It must list at least one credit pack with Id, Name, PriceUsd and CreditUsd."],
            Faults.Of(Add)
        );

    [Fact]
    public void Two_packs_of_one_id_are_reported() =>
        Assert.Equal(
            ["Packs:1:Id (environment variable Packs__1__Id) is 'starter', as another pack's is. It must be an Id of its own."],
            Faults.Of(
                Add,
                [.. Starter, ("Packs:1:Id", "starter"), ("Packs:1:Name", "More"), ("Packs:1:PriceUsd", "9"), ("Packs:1:CreditUsd", "9")]
            )
        );

    private static void Add(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<PacksOptions>();
        builder.Services.AddSingleton<Packs>();
    }
}
