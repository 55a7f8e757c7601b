using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

internal sealed class ModelRow
{
    public required string Id { get; init; }

    public string OwnedBy { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public int ContextTokens { get; set; }

    public int MaxOutputTokens { get; set; }

    public bool? Reasoning { get; set; }

    public DateTimeOffset? DeprecationAnnounced { get; set; }

    public DateTimeOffset? Shutdown { get; set; }

    public string? Successor { get; set; }

    public string[]? RecommendedFor { get; set; }

    public string[]? Fallbacks { get; set; }

    public int? RequestsPerMinute { get; set; }

    public long? TokensPerMinute { get; set; }

    public int? ConcurrentRequests { get; set; }

    /// <summary>The place in the list of models.</summary>
    public int Position { get; set; }

    /// <summary>False when the catalogue file no longer has the model.</summary>
    public bool Sold { get; set; }

    public List<RouteRow> Routes { get; } = [];

    public ModelDeprecation? Deprecation =>
        (DeprecationAnnounced, Shutdown) is ({ } announced, { } shutdown) ? new ModelDeprecation(announced, shutdown, Successor) : null;

    public RateLimits? Limits =>
        new RateLimits(RequestsPerMinute, TokensPerMinute, ConcurrentRequests) is var limits && limits != RateLimits.None ? limits : null;

    /// <summary>Takes the values of the catalogue file; a route that the file does not name is no longer sold.</summary>
    public void Apply(Model model, int position, DateTimeOffset now)
    {
        (OwnedBy, CreatedAt, ContextTokens, MaxOutputTokens) = (model.OwnedBy, model.CreatedAt, model.ContextTokens, model.MaxOutputTokens);
        (Reasoning, Position, Sold) = (model.Reasoning, position, true);
        (DeprecationAnnounced, Shutdown) = (model.Deprecation?.Announced, model.Deprecation?.Shutdown);
        Successor = model.Deprecation?.Successor;
        RecommendedFor = model.RecommendedFor?.ToArray();
        Fallbacks = model.Fallbacks?.ToArray();
        (RequestsPerMinute, TokensPerMinute, ConcurrentRequests) = model.Limits ?? RateLimits.None;
        Routes.ForEach(route => route.Sold = false);
        foreach (var (place, route) in model.Routes.Index())
        {
            var row = Routes.Find(row => row.Matches(route));
            if (row is null)
                Routes.Add(row = new RouteRow { Upstream = route.Upstream, UpstreamModel = route.UpstreamModel });
            row.Apply(route, place, now);
        }
    }
}

internal sealed class ModelTable : IEntityTypeConfiguration<ModelRow>
{
    public void Configure(EntityTypeBuilder<ModelRow> builder)
    {
        builder.ToTable("models").HasKey(model => model.Id);
        builder.Ignore(model => model.Deprecation);
        builder.Ignore(model => model.Limits);
        builder.HasMany(model => model.Routes).WithOne().HasForeignKey(route => route.ModelId);
    }
}
