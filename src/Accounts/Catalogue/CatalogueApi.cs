using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

internal static class CatalogueApi
{
    public static void MapCatalogue(this IEndpointRouteBuilder routes) => routes.MapGet("/catalogue", ReadAsync);

    /// <summary>What is sold now. A route without a price in force is left out, and so is a model without a route: neither could be charged.</summary>
    private static async Task<Contracts.Catalogue> ReadAsync(AccountsDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await db.Models.AsNoTracking().AsSplitQuery()
            .Where(model => model.Sold)
            .Include(model => model.Routes.Where(route => route.Sold).OrderBy(route => route.Position))
            .ThenInclude(route => route.Prices.Where(price => price.EffectiveFrom <= now).OrderByDescending(price => price.Version).Take(1))
            .OrderBy(model => model.Position).ThenBy(model => model.Id)
            .ToListAsync(cancellationToken);
        return new Contracts.Catalogue([.. rows.Select(View).Where(model => model.Routes.Count > 0)]);
    }

    private static Model View(ModelRow model) => new(
        model.Id, model.OwnedBy, model.CreatedAt, model.ContextTokens, model.MaxOutputTokens,
        [.. from route in model.Routes
            from price in route.Prices
            select new ModelRoute(route.Upstream, route.UpstreamModel, route.Protocol, price.Price())]);
}
