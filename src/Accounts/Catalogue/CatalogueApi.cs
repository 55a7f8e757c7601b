using Microsoft.AspNetCore.Http.HttpResults;
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

    /// <summary>The catalogue with a tag; 304 to a caller who has it.</summary>
    private static async Task<FileContentHttpResult> ReadAsync(CatalogueAnswer answer, AccountsDb db, CancellationToken cancellationToken)
    {
        var (json, tag) = await answer.GetAsync(db, cancellationToken);
        return TypedResults.Bytes(json, "application/json", entityTag: tag);
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
}
