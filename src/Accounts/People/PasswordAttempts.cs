using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Accounts.Data;

namespace Platform.Accounts.People;

/// <summary>
/// The lockout. An attempt is taken in one UPDATE before the password is looked at and given back when it was right: counting
/// afterwards, as UserManager does, would let any number of guesses made at the same moment pass as one.
/// </summary>
internal sealed class PasswordAttempts(AccountsDb db, IOptions<IdentityOptions> identity, TimeProvider time)
{
    private readonly LockoutOptions limits = identity.Value.Lockout;

    /// <summary>Null when the password may be looked at; else how long nobody may try.</summary>
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

    /// <summary>The password was right: the count starts anew.</summary>
    public Task ForgetAsync(Guid personId, CancellationToken cancellationToken) =>
        db.Set<Person>()
            .Where(person => person.Id == personId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(person => person.AccessFailedCount, 0).SetProperty(person => person.LockoutEnd, (DateTimeOffset?)null),
                cancellationToken
            );
}
