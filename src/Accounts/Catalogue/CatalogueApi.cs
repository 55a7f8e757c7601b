using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

internal static class CatalogueApi
{
    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(AccountsRoutes.Catalogue, ReadAsync);
        routes.MapGet(AccountsRoutes.Prices, ReadPricesAsync);
    }

    /// <summary>
    /// The models on sale, with their future price changes. Leaves out routes without a price in force and models without a route, because
    /// neither can be charged.
    /// </summary>
    private static async Task<Contracts.Catalogue> ReadAsync(AccountsDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await db.Set<ModelRow>()
            .AsNoTracking()
            .AsSplitQuery()
            .Where(model => model.Sold)
            .Include(model => model.Routes.Where(route => route.Sold).OrderBy(route => route.Position))
                .ThenInclude(route => route.Prices)
            .OrderBy(model => model.Position)
            .ThenBy(model => model.Id)
            .ToListAsync(cancellationToken);
        return new Contracts.Catalogue([.. rows.Select(model => ToView(model, now)).Where(model => model.Routes.Count > 0)]);
    }

    /// <summary>Empty for a model that is not on sale.</summary>
    private static async Task<IReadOnlyList<RoutePrices>> ReadPricesAsync(string model, AccountsDb db, CancellationToken cancellationToken)
    {
        var routes = await db.Set<ModelRow>()
            .AsNoTracking()
            .Where(row => row.Id == model && row.Sold)
            .SelectMany(row => row.Routes)
            .Where(route => route.Sold)
            .OrderBy(route => route.Position)
            .Include(route => route.Prices)
            .ToListAsync(cancellationToken);
        return
        [
            .. routes.Select(route => new RoutePrices(
                route.Upstream,
                route.UpstreamModel,
                [.. route.PricesAfter(DateTimeOffset.MinValue).Select(price => new PriceChange(price.EffectiveFrom, price.ToPrice()))]
            )),
        ];
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
            model.RecommendedFor
        );

    private static ModelRoute? ToView(RouteRow route, DateTimeOffset now)
    {
        PriceChange[] changes = [.. route.PricesAfter(now).Select(price => new PriceChange(price.EffectiveFrom, price.ToPrice()))];
        return route.PriceAt(now) is { } price
            ? new ModelRoute(route.Upstream, route.UpstreamModel, route.Protocols, price.ToPrice(), changes.Length > 0 ? changes : null)
            : null;
    }
}
