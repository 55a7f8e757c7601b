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
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AccountsDb).Assembly);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}
