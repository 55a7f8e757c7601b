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

    public required string Protocol { get; init; }

    /// <summary>The place in the model's order of preference.</summary>
    public int Position { get; set; }

    public bool Sold { get; set; }

    public List<PriceRow> Prices { get; } = [];

    public bool Is(ModelRoute route) => (Upstream, UpstreamModel, Protocol) == (route.Upstream, route.UpstreamModel, route.Protocol);

    /// <summary>Takes its place, and the next price version from now on if <paramref name="price"/> differs from the latest.</summary>
    public void Apply(Price price, int position, DateTimeOffset now)
    {
        (Position, Sold) = (position, true);
        var latest = Prices.MaxBy(row => row.Version);
        if (latest?.Price() is not { } current || current with { Version = 0 } != price with { Version = 0 })
            Prices.Add(PriceRow.From(price with { Version = (latest?.Version ?? 0) + 1 }, now));
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
