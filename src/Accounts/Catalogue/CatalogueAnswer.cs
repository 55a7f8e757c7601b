using System.Data;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Platform.Accounts.Data;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// The catalogue as it is answered, made once for each change: gateways ask for it every second, and that costs a look at one row. Its tag
/// is a hash of it, so replicas of this service agree on it.
/// </summary>
internal sealed class CatalogueAnswer(TimeProvider time)
{
    /// <summary>A version of this service without the count of changes may run beside this one.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private volatile Made? made;

    public async Task<(byte[] Json, EntityTagHeaderValue Tag)> GetAsync(AccountsDb db, CancellationToken cancellationToken)
    {
        var version = await db.Set<CatalogueState>().Select(state => state.Version).SingleAsync(cancellationToken);
        var current = made;
        if (current is null || current.Version != version || time.GetUtcNow() >= current.Until)
            made = current = await MakeAsync(db, version, cancellationToken);
        return (current.Json, current.Tag);
    }

    /// <param name="version">Read before the catalogue: what is newer is made again.</param>
    private async Task<Made> MakeAsync(AccountsDb db, long version, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var catalogue = await ReadAsync(db, now, cancellationToken);
        var json = JsonSerializer.SerializeToUtf8Bytes(catalogue, ContractsJson.Default.Catalogue);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json)[..16])}\"");
        var changes = catalogue.Models.SelectMany(model => model.Routes).SelectMany(route => route.PriceChanges ?? []);
        return new Made(version, json, tag, changes.Select(change => change.From).Append(now + MaxAge).Min());
    }

    /// <summary>
    /// The models on sale, with their future price changes, and all upstreams, as of one moment. Leaves out routes without a price in force
    /// and models without a route, because neither can be charged.
    /// </summary>
    private static async Task<Contracts.Catalogue> ReadAsync(AccountsDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var rows = await db.Set<ModelRow>()
            .AsNoTracking()
            .AsSplitQuery()
            .Where(model => model.Sold)
            .Include(model => model.Routes.Where(route => route.Sold).OrderBy(route => route.Position))
                .ThenInclude(route => route.Prices)
            .OrderBy(model => model.Position)
            .ThenBy(model => model.Id)
            .ToListAsync(cancellationToken);
        var upstreams = await db.Set<UpstreamRow>().AsNoTracking().OrderBy(upstream => upstream.Position).ToListAsync(cancellationToken);
        return new Contracts.Catalogue(
            [.. rows.Select(model => ToView(model, now)).Where(model => model.Routes.Count > 0)],
            upstreams.Count > 0 ? upstreams.ConvertAll(upstream => upstream.ToDefinition()) : null
        );
    }

    private static Model ToView(ModelRow model, DateTimeOffset now) =>
        new(
            model.Id,
            model.OwnedBy,
            model.CreatedAt,
            model.ContextTokens,
            model.MaxOutputTokens,
            [.. model.Routes.Select(route => ToView(route, now)).OfType<ModelRoute>()],
            model.Reasoning,
            model.Deprecation,
            model.RecommendedFor,
            model.Fallbacks,
            model.Limits
        );

    private static ModelRoute? ToView(RouteRow route, DateTimeOffset now)
    {
        PriceChange[] changes = [.. route.PricesAfter(now).Select(price => new PriceChange(price.EffectiveFrom, price.ToPrice()))];
        return route.PriceAt(now) is { } price
            ? new ModelRoute(
                route.Upstream,
                route.UpstreamModel,
                route.Protocols,
                price.ToPrice(),
                changes.Length > 0 ? changes : null,
                route.Priority,
                route.Weight,
                StoredJson.Read<RateLimits>(route.Limits),
                StoredJson.Read<Deadlines>(route.Deadlines)
            )
            : null;
    }

    /// <param name="Until">When a price changes, or it is read again for safety.</param>
    private sealed record Made(long Version, byte[] Json, EntityTagHeaderValue Tag, DateTimeOffset Until);
}
