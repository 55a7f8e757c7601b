using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Accounts.Networks;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.People;

/// <summary>A new password for who knows the old one, and what goes with it, all or nothing.</summary>
internal sealed class PasswordChange(PasswordCheck check, PasswordHashing hashing, UserManager<Person> people, AccountsDb db)
{
    /// <param name="together">Runs in the same transaction, under the lock of the account, with the account's id.</param>
    /// <returns>What <paramref name="together"/> returns, or why the password stays; of a form with two mistakes it names both.</returns>
    public async Task<IResult> ChangeAsync(
        ChangePasswordRequest request,
        AccountView account,
        ClientNetwork network,
        Func<Guid, Task<IResult>> together,
        CancellationToken cancellationToken
    )
    {
        var invalid = PeopleRules.Check(request, account.Email);
        if (invalid?.Errors?.ContainsKey(PeopleRules.CurrentPassword) == true)
            return invalid;
        var (known, refusal) = await check.CheckAsync(account.Email, request.CurrentPassword, network, cancellationToken);
        if (known is null)
            return refusal == Refusals.WrongCredentials ? PeopleRules.WithWrongCurrentPassword(invalid) : refusal!;
        if (invalid is not null)
            return invalid;
        if (await hashing.HashAsync(request.NewPassword, network, cancellationToken) is not { } hash)
            return Refusals.PasswordsBusy;

        // Hashed before: no connection and no lock waits for a hash.
        await using var transaction = await db.LockAccountAsync(account.Id, cancellationToken);
        var person = await db.Set<Person>().SingleAsync(person => person.Id == account.Id, cancellationToken);
        if (person.SecurityStamp != known.SecurityStamp)
            return PeopleRules.WrongCurrentPassword;
        person.PasswordHash = hash;
        (await people.UpdateSecurityStampAsync(person)).ThrowIfFailed();
        var result = await together(person.Id);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
