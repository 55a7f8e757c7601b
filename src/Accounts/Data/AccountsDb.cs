using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Platform.Accounts.Data;

/// <summary>
/// The tables of Migrations/*.sql, each configured in the room that owns it. A property's column is its name in snake_case.
/// </summary>
internal sealed class AccountsDb(DbContextOptions<AccountsDb> options) : DbContext(options)
{
    /// <summary>
    /// Begins a transaction that locks the account: a second one waits until the first ends. Readers, and new rows that only refer to the
    /// account, do not wait.
    /// </summary>
    public async Task<IDbContextTransaction> LockAccountAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(cancellationToken);
        await Database.ExecuteSqlAsync($"SELECT FROM people WHERE id = {accountId} FOR NO KEY UPDATE", cancellationToken);
        return transaction;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AccountsDb).Assembly);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}
