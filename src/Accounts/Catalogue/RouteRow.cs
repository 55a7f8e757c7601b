using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>A model on one upstream; what identifies it never changes, so that its prices stay its own.</summary>
internal sealed class RouteRow
{
    public long Id { get; init; }

    public string ModelId { get; init; } = "";

    public required string Upstream { get; init; }

    public required string UpstreamModel { get; init; }

    /// <summary>What the upstream speaks for it, such as <c>openai-chat</c>.</summary>
    public string[] Protocols { get; set; } = [];

    /// <summary>The place in the model's order of preference.</summary>
    public int Position { get; set; }

    public bool Sold { get; set; }

    public List<PriceRow> Prices { get; } = [];

    public bool Is(ModelRoute route) => (Upstream, UpstreamModel) == (route.Upstream, route.UpstreamModel);

    /// <summary>The price in force at <paramref name="time"/>; null before the first.</summary>
    public PriceRow? PriceAt(DateTimeOffset time) =>
        Prices.Where(price => price.EffectiveFrom <= time).MaxBy(price => (price.EffectiveFrom, price.Version));

    /// <summary>Each later moment at which another price comes into force, in order.</summary>
    public IEnumerable<PriceRow> PricesAfter(DateTimeOffset time) =>
        Prices.Where(price => price.EffectiveFrom > time && PriceAt(price.EffectiveFrom) == price).OrderBy(price => price.EffectiveFrom);

    /// <summary>
    /// Takes its place, and adds a version wherever, from now on, the prices written down differ from those of
    /// <paramref name="route"/>. A change that was announced and is withdrawn is so overruled for the same moment.
    /// </summary>
    public void Apply(ModelRoute route, int position, DateTimeOffset now)
    {
        (Protocols, Position, Sold) = ([.. route.Protocols], position, true);
        var later = (route.PriceChanges ?? [])
            .Select(change => change.From)
            .Concat(Prices.Select(price => price.EffectiveFrom))
            .Where(moment => moment > now);
        foreach (var moment in (DateTimeOffset[])[now, .. later.Distinct().Order()])
        {
            var wanted = route.PriceAt(moment) with { Version = 0 };
            if (PriceAt(moment) is not { } written || written.Price() with { Version = 0 } != wanted)
                Prices.Add(
                    PriceRow.From(wanted with { Version = Prices.Select(price => price.Version).DefaultIfEmpty().Max() + 1 }, moment)
                );
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
