using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Accounts.Data;

namespace Platform.Accounts.People;

/// <summary>
/// The lockout. Each attempt is counted in one UPDATE before the password is checked, and the count is reset when the password is right.
/// Counting afterwards, as UserManager does, would count any number of simultaneous guesses as one.
/// </summary>
internal sealed class PasswordAttempts(AccountsDb db, IOptions<IdentityOptions> identity, TimeProvider time)
{
    private readonly LockoutOptions limits = identity.Value.Lockout;

    /// <summary>Counts an attempt. Returns null when the password may be checked, else how long the account is still locked.</summary>
    public async Task<TimeSpan?> TakeAsync(Guid personId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var most = limits.MaxFailedAccessAttempts;
        DateTimeOffset? lockedUntil = now + limits.DefaultLockoutTimeSpan;
        var taken = await db.Set<Person>()
            .Where(person => person.Id == personId && (person.LockoutEnd == null || person.LockoutEnd <= now))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(person => person.LockoutEnd, person => person.AccessFailedCount + 1 >= most ? lockedUntil : null)
                        .SetProperty(person => person.AccessFailedCount, person => (person.AccessFailedCount + 1) % most),
                cancellationToken
            );
        if (taken > 0)
            return null;

        var end = await db.Set<Person>()
            .Where(person => person.Id == personId)
            .Select(person => person.LockoutEnd)
            .SingleOrDefaultAsync(cancellationToken);
        return end is { } until && until > now ? until - now : TimeSpan.FromSeconds(1);
    }

    /// <summary>Resets the count after a right password.</summary>
    public Task ResetAsync(Guid personId, CancellationToken cancellationToken) =>
        db.Set<Person>()
            .Where(person => person.Id == personId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(person => person.AccessFailedCount, 0).SetProperty(person => person.LockoutEnd, (DateTimeOffset?)null),
                cancellationToken
            );
}
