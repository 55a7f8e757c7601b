using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>Updates the tables from the catalogue files, in one transaction and one replica at a time.</summary>
internal sealed partial class CatalogueSeed(AccountsDb db, TimeProvider time, ILogger<CatalogueSeed> log)
{
    private const long AdvisoryLock = 0x4D6F64656C73;

    /// <returns>Whether anything is different from before.</returns>
    public async Task<bool> ApplyAsync(Contracts.Catalogue catalogue, CancellationToken cancellationToken)
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
        foreach (var (position, model) in catalogue.Models.Index())
        {
            if (!rows.TryGetValue(model.Id, out var row))
                db.Add(row = new ModelRow { Id = model.Id });
            row.Apply(model, position, now);
        }

        await ApplyAsync(catalogue.Upstreams ?? [], cancellationToken);
        var prices = db.ChangeTracker.Entries<PriceRow>().Count(entry => entry.State == EntityState.Added);
        var changed = db.ChangeTracker.HasChanges();
        if (changed)
            (await db.Set<CatalogueState>().SingleAsync(cancellationToken)).Version++;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogApplied(log, catalogue.Models.Count, prices);
        return changed;
    }

    private async Task ApplyAsync(IReadOnlyList<UpstreamDefinition> upstreams, CancellationToken cancellationToken)
    {
        var rows = await db.Set<UpstreamRow>().ToDictionaryAsync(upstream => upstream.Name, cancellationToken);
        foreach (var (position, upstream) in upstreams.Index())
        {
            if (!rows.Remove(upstream.Name, out var row))
                db.Add(row = new UpstreamRow { Name = upstream.Name });
            row.Apply(upstream, position);
        }

        db.RemoveRange(rows.Values);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The catalogue sells {Models} models; {Prices} prices are new")]
    private static partial void LogApplied(ILogger log, int models, int prices);
}
