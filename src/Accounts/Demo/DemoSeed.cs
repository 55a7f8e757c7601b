using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Accounts.Data;
using Platform.Accounts.Keys;
using Platform.Accounts.People;
using Platform.Accounts.Sessions;
using Platform.Contracts;

namespace Platform.Accounts.Demo;

/// <summary>Sets the demo account, its password and its key to the configured values.</summary>
internal sealed class DemoSeed(IOptions<DemoOptions> options, AccountsDb db, UserManager<Person> people, TimeProvider time)
{
    private const string KeyName = "Demo";
    private const long AdvisoryLock = 0x44656D6F;
    private static readonly TimeSpan Registered = TimeSpan.FromHours(2);

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ApiKey is null)
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLock})", cancellationToken);
        await EnsurePersonAsync(options.Value.Password!, cancellationToken);
        await EnsureKeyAsync(ApiKey.Parse(options.Value.ApiKey)!, cancellationToken);
        if (options.Value.History)
            await DemoKeySeed.AddAsync(db, time.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task EnsurePersonAsync(string password, CancellationToken cancellationToken)
    {
        var person = await people.FindByEmailAsync(DemoAccount.Email);
        if (person is null)
        {
            person = Person.New(DemoAccount.Email, time.GetUtcNow() - (options.Value.History ? DemoKeys.Span + Registered : default));
            person.Id = DemoAccount.Id;
            (await people.CreateAsync(person, password)).ThrowIfFailed();
            return;
        }

        if (person.Id != DemoAccount.Id)
            throw new InvalidOperationException(
                $"{DemoAccount.Email} was registered by somebody before the demo account was asked for. Start with a fresh database."
            );
        if (await people.CheckPasswordAsync(person, password))
            return;
        person.PasswordHash = people.PasswordHasher.HashPassword(person, password);
        (await people.UpdateSecurityStampAsync(person)).ThrowIfFailed();
        await db.Set<Session>().Where(session => session.AccountId == person.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Activates the configured key again if it was deleted or rotated, because the start of the platform prints it.
    /// </summary>
    private async Task EnsureKeyAsync(ApiKey configured, CancellationToken cancellationToken)
    {
        var id = configured.Id;
        // A formerly configured key has this name and is the first of its chain; its rotations belong to the person.
        var previous = db.Set<KeyRow>()
            .Where(key => key.AccountId == DemoAccount.Id && key.Name == KeyName && key.BudgetId == key.Id && key.Id != id);
        await previous.ExecuteUpdateAsync(set => set.SetProperty(key => key.Status, KeyStatus.Deleted), cancellationToken);

        var row = await db.Set<KeyRow>().SingleOrDefaultAsync(key => key.Id == id, cancellationToken);
        if (row is null)
            db.Add(row = KeyMint.Store(configured, new CreateKeyRequest(KeyName), DemoAccount.Id, time.GetUtcNow()));
        (row.Name, row.Status, row.GraceEndsAt) = (KeyName, KeyStatus.Active, null);
    }
}
