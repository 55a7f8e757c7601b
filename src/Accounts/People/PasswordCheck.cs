using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Networks;
using Platform.Accounts.Problems;

namespace Platform.Accounts.People;

/// <summary>A person whose password was right, or the refusal.</summary>
internal readonly record struct CheckedPassword(Person? Person, Refusal? Refusal);

/// <summary>
/// Checks the password of an e-mail address. Known and unknown addresses are counted, looked up, hashed and refused alike, so that neither
/// text nor time tells them apart.
/// </summary>
internal sealed class PasswordCheck(
    AccountsDb db,
    SignInDelays delays,
    PasswordHashing hashing,
    ILookupNormalizer normalizer,
    AuditEntry audit
)
{
    public async Task<CheckedPassword> CheckAsync(string email, string password, ClientNetwork network, CancellationToken cancellationToken)
    {
        var isAddress = EmailAddress.TryNormalise(email, out var address);
        address ??= email;
        if (await delays.TakeAsync(address, network, cancellationToken) is { } wait)
            return new CheckedPassword(null, Refusals.TooManyAttempts(wait));

        var person = isAddress ? await FindAsync(address, cancellationToken) : null;
        audit.AccountId = person?.Id;
        var verified = await hashing.VerifyAsync(person?.PasswordHash, password, network, cancellationToken);
        if (verified is null)
        {
            await delays.GiveBackAsync(address, network, cancellationToken);
            return new CheckedPassword(null, Refusals.PasswordsBusy);
        }

        if (person is null || verified is PasswordVerificationResult.Failed)
            return new CheckedPassword(null, Refusals.WrongCredentials);
        await delays.ForgetAsync(address, network, cancellationToken);
        if (verified is PasswordVerificationResult.SuccessRehashNeeded)
            await RenewHashAsync(person, password, network, cancellationToken);
        return new CheckedPassword(person, null);
    }

    private Task<Person?> FindAsync(string address, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(address);
        return db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(person => person.NormalizedEmail == normalized, cancellationToken);
    }

    /// <summary>Replaces a hash of fewer rounds; where the queue is full, the next sign-in does.</summary>
    private async Task RenewHashAsync(Person person, string password, ClientNetwork network, CancellationToken cancellationToken)
    {
        if (await hashing.HashAsync(password, network, cancellationToken) is { } renewed)
            await db.Set<Person>()
                .Where(stored => stored.Id == person.Id && stored.PasswordHash == person.PasswordHash)
                .ExecuteUpdateAsync(set => set.SetProperty(stored => stored.PasswordHash, renewed), cancellationToken);
    }
}
