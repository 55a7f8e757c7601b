using Platform.Accounts.Catalogue;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Catalogue;

public sealed class PriceVersionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly ModelRow row = new() { Id = "m" };

    [Fact]
    public void The_first_price_is_version_one()
    {
        row.Apply(Model(Route("primary", new Price(0, 1, 2))), 0, Now);
        Assert.Equal(new Price(1, 1, 2), Assert.Single(row.Routes[0].Prices).ToPrice());
    }

    [Fact]
    public void The_same_price_again_makes_no_version()
    {
        row.Apply(Model(Route("primary", new Price(0, 1, 2, Reasoning: 3))), 0, Now);
        row.Apply(Model(Route("primary", new Price(0, 1, 2, Reasoning: 3))), 0, Now.AddDays(1));
        Assert.Single(row.Routes[0].Prices);
    }

    [Fact]
    public void Another_price_makes_the_next_version_and_leaves_the_old_ones()
    {
        row.Apply(Model(Route("primary", new Price(0, 1, 2))), 0, Now);
        row.Apply(Model(Route("primary", new Price(0, 1, 2, CachedInput: 1))), 0, Now.AddDays(1));
        row.Apply(Model(Route("primary", new Price(0, 1, 2))), 0, Now.AddDays(2));
        Assert.Equal(
            [(1, Now), (2, Now.AddDays(1)), (3, Now.AddDays(2))],
            row.Routes[0].Prices.Select(price => (price.Version, price.EffectiveFrom))
        );
    }

    [Fact]
    public void A_route_that_is_gone_is_no_longer_sold_and_keeps_its_prices_for_its_return()
    {
        row.Apply(Model(Route("a", new Price(0, 1, 2)), Route("b", new Price(0, 1, 2))), 0, Now);
        row.Apply(Model(Route("b", new Price(0, 1, 2))), 0, Now);
        Assert.Equal([("a", false), ("b", true)], row.Routes.Select(route => (route.Upstream, route.Sold)));

        row.Apply(Model(Route("b", new Price(0, 1, 2)), Route("a", new Price(0, 9, 9))), 0, Now);
        Assert.Equal(
            [("a", true, 1, 2), ("b", true, 0, 1)],
            row.Routes.Select(route => (route.Upstream, route.Sold, route.Position, route.Prices.Count))
        );
    }

    [Fact]
    public void A_change_that_is_announced_comes_into_force_at_its_moment()
    {
        row.Apply(Model(Route("primary", new Price(0, 1, 2), (Now.AddDays(9), new Price(0, 3, 4)))), 0, Now);
        var route = row.Routes[0];
        Assert.Equal(
            [1, 1, 2],
            new[] { Now, Now.AddDays(9).AddTicks(-1), Now.AddDays(9) }.Select(moment => route.PriceAt(moment)!.Version)
        );
        Assert.Equal([2], route.PricesAfter(Now).Select(price => price.Version));
    }

    [Fact]
    public void A_change_that_came_into_force_makes_no_version_at_the_next_start()
    {
        var model = Model(Route("primary", new Price(0, 1, 2), (Now.AddDays(9), new Price(0, 3, 4))));
        row.Apply(model, 0, Now);
        row.Apply(model, 0, Now.AddDays(10));
        Assert.Equal(2, row.Routes[0].Prices.Count);
    }

    [Fact]
    public void A_change_that_is_put_off_is_overruled_at_its_first_moment()
    {
        row.Apply(Model(Route("primary", new Price(0, 1, 2), (Now.AddDays(9), new Price(0, 3, 4)))), 0, Now);
        row.Apply(Model(Route("primary", new Price(0, 1, 2), (Now.AddDays(20), new Price(0, 3, 4)))), 0, Now);
        var route = row.Routes[0];
        Assert.Equal([1, 1, 3], new[] { Now, Now.AddDays(9), Now.AddDays(20) }.Select(moment => route.PriceAt(moment)!.Input));
        Assert.Equal(4, route.Prices.Count);
    }

    [Fact]
    public void A_change_stays_announced_when_the_price_of_today_changes()
    {
        row.Apply(Model(Route("primary", new Price(0, 1, 2), (Now.AddDays(9), new Price(0, 3, 4)))), 0, Now);
        row.Apply(Model(Route("primary", new Price(0, 5, 6), (Now.AddDays(9), new Price(0, 3, 4)))), 0, Now.AddDays(1));
        Assert.Equal([5, 3], new[] { Now.AddDays(1), Now.AddDays(9) }.Select(moment => row.Routes[0].PriceAt(moment)!.Input));
    }

    private static Model Model(params ModelRoute[] routes) => new("m", "owner", Now, 1000, 100, routes);

    private static ModelRoute Route(string upstream, Price price, params (DateTimeOffset From, Price Price)[] changes) =>
        new(upstream, "m", ["openai-chat"], price, [.. changes.Select(change => new PriceChange(change.From, change.Price))]);
}
