using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Platform.Accounts.Networks;
using Platform.Accounts.Problems;

namespace Platform.Accounts.People;

/// <summary>Opens accounts.</summary>
internal sealed class NewAccount(UserManager<Person> people, PasswordHashing hashing, TimeProvider time)
{
    /// <summary>
    /// Hashes before it looks whether the address is free, so that the time does not tell. The caller has checked address and password.
    /// </summary>
    /// <returns>The person, or why there is none.</returns>
    public async Task<(Person? Person, Refusal? Refusal)> OpenAsync(
        string email,
        string password,
        ClientNetwork network,
        CancellationToken cancellationToken
    )
    {
        if (await hashing.HashAsync(password, network, cancellationToken) is not { } hash)
            return (null, Refusals.PasswordsBusy);
        if (await people.FindByEmailAsync(email) is not null)
            return (null, Refusals.EmailTaken);
        var person = Person.New(email, time.GetUtcNow());
        person.PasswordHash = hash;
        try
        {
            (await people.CreateAsync(person)).ThrowIfFailed();
            return (person, null);
        }
        // Two registrations at the same time both found the address free; the unique index accepted one.
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return (null, Refusals.EmailTaken);
        }
    }
}
