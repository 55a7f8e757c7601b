using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>A model on one upstream. Its identity never changes, so that its prices always belong to it.</summary>
internal sealed class RouteRow
{
    public long Id { get; init; }

    public string ModelId { get; init; } = "";

    public required string Upstream { get; init; }

    public required string UpstreamModel { get; init; }

    /// <summary>The protocols of the upstream for this model, such as <c>openai-chat</c>.</summary>
    public string[] Protocols { get; set; } = [];

    /// <summary>The place in the model's order of preference.</summary>
    public int Position { get; set; }

    /// <summary>As the file says it; null is the place in the list.</summary>
    public int? Priority { get; set; }

    public int Weight { get; set; } = 1;

    /// <summary><see cref="RateLimits"/>, as JSON.</summary>
    public string? Limits { get; set; }

    /// <summary><see cref="Contracts.Deadlines"/>, as JSON.</summary>
    public string? Deadlines { get; set; }

    public bool Sold { get; set; }

    public List<PriceRow> Prices { get; } = [];

    public bool Matches(ModelRoute route) => (Upstream, UpstreamModel) == (route.Upstream, route.UpstreamModel);

    /// <summary>The price in force at <paramref name="time"/>; null before the first.</summary>
    public PriceRow? PriceAt(DateTimeOffset time) =>
        Prices.Where(price => price.EffectiveFrom <= time).MaxBy(price => (price.EffectiveFrom, price.Version));

    /// <summary>The prices that come into force after <paramref name="time"/>, in order.</summary>
    public IEnumerable<PriceRow> PricesAfter(DateTimeOffset time) =>
        Prices.Where(price => price.EffectiveFrom > time && PriceAt(price.EffectiveFrom) == price).OrderBy(price => price.EffectiveFrom);

    /// <summary>
    /// Takes all but the prices from <paramref name="route"/>, and adds a price version for each time from now on at which the stored
    /// price differs from the route's. A withdrawn price change is overridden by a later version for the same time.
    /// </summary>
    public void Apply(ModelRoute route, int position, DateTimeOffset now)
    {
        (Protocols, Position, Sold) = ([.. route.Protocols], position, true);
        (Priority, Weight) = (route.Priority, route.Weight);
        (Limits, Deadlines) = (StoredJson.Write(route.Limits), StoredJson.Write(route.Deadlines));
        var later = (route.PriceChanges ?? [])
            .Select(change => change.From)
            .Concat(Prices.Select(price => price.EffectiveFrom))
            .Where(time => time > now);
        foreach (var time in (DateTimeOffset[])[now, .. later.Distinct().Order()])
        {
            var price = route.PriceAt(time) with { Version = 0 };
            if (PriceAt(time) is not { } stored || !stored.Is(price))
                Prices.Add(PriceRow.From(price with { Version = Prices.Select(row => row.Version).DefaultIfEmpty().Max() + 1 }, time));
        }
    }
}

internal sealed class RouteTable : IEntityTypeConfiguration<RouteRow>
{
    public void Configure(EntityTypeBuilder<RouteRow> builder)
    {
        builder.ToTable("routes").HasKey(route => route.Id);
        builder.Property(route => route.Id).UseIdentityAlwaysColumn();
        builder.HasMany(route => route.Prices).WithOne().HasForeignKey(price => price.RouteId);
    }
}
