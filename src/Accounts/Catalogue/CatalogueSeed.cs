using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Accounts.Data;

namespace Platform.Accounts.Catalogue;

/// <summary>Updates the tables from the catalogue files, in one transaction and one replica at a time.</summary>
internal sealed partial class CatalogueSeed(
    AccountsDb db,
    IOptions<CatalogueModels> catalogue,
    TimeProvider time,
    ILogger<CatalogueSeed> log
)
{
    private const long AdvisoryLock = 0x4D6F64656C73;

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLock})", cancellationToken);
        var rows = await db.Set<ModelRow>()
            .Include(model => model.Routes)
                .ThenInclude(route => route.Prices)
            .AsSplitQuery()
            .ToDictionaryAsync(model => model.Id, cancellationToken);

        foreach (var row in rows.Values)
            row.Sold = false;
        var now = time.GetUtcNow();
        foreach (var (position, model) in catalogue.Value.Catalogue.Models.Index())
        {
            if (!rows.TryGetValue(model.Id, out var row))
                db.Add(row = new ModelRow { Id = model.Id });
            row.Apply(model, position, now);
        }

        var prices = db.ChangeTracker.Entries<PriceRow>().Count(entry => entry.State == EntityState.Added);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogApplied(log, catalogue.Value.Catalogue.Models.Count, prices);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The catalogue sells {Models} models; {Prices} prices are new")]
    private static partial void LogApplied(ILogger log, int models, int prices);
}
