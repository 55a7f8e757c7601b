using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Platform.Accounts.Catalogue;
using Platform.Accounts.Keys;
using Platform.Accounts.People;
using Platform.Accounts.Sessions;

namespace Platform.Accounts.Data;

/// <summary>The tables of Migrations/*.sql. A property's column is its name in snake_case.</summary>
internal sealed class AccountsDb(DbContextOptions<AccountsDb> options) : DbContext(options)
{
    public DbSet<Person> People => Set<Person>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<ModelRow> Models => Set<ModelRow>();

    /// <summary>
    /// Begins a transaction in which nobody else changes what belongs to the account: whoever asks second waits for the first
    /// to end. It does not stop readers, nor new rows that merely refer to the account.
    /// </summary>
    public async Task<IDbContextTransaction> LockAccountAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(cancellationToken);
        await Database.ExecuteSqlAsync($"SELECT FROM people WHERE id = {accountId} FOR NO KEY UPDATE", cancellationToken);
        return transaction;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new PersonTable());
        modelBuilder.ApplyConfiguration(new SessionTable());
        modelBuilder.ApplyConfiguration(new KeyTable());
        modelBuilder.ApplyConfiguration(new ModelTable());
        modelBuilder.ApplyConfiguration(new RouteTable());
        modelBuilder.ApplyConfiguration(new PriceTable());
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}
