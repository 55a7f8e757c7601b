using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

internal static class CatalogueApi
{
    public static void MapCatalogue(this IEndpointRouteBuilder routes) => routes.MapGet(AccountsRoutes.Catalogue, ReadAsync);

    /// <summary>
    /// What is sold now, with the price changes already decided. A route without a price in force is left out, and so is a model without
    /// a route: neither could be charged.
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
        return new Contracts.Catalogue([.. rows.Select(model => View(model, now)).Where(model => model.Routes.Count > 0)]);
    }

    private static Model View(ModelRow model, DateTimeOffset now) =>
        new(
            model.Id,
            model.OwnedBy,
            model.CreatedAt,
            model.ContextTokens,
            model.MaxOutputTokens,
            [.. model.Routes.Select(route => View(route, now)).OfType<ModelRoute>()]
        );

    private static ModelRoute? View(RouteRow route, DateTimeOffset now)
    {
        PriceChange[] changes = [.. route.PricesAfter(now).Select(price => new PriceChange(price.EffectiveFrom, price.Price()))];
        return route.PriceAt(now) is { } price
            ? new ModelRoute(route.Upstream, route.UpstreamModel, route.Protocols, price.Price(), changes.Length > 0 ? changes : null)
            : null;
    }
}
