using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Limits;
using Platform.Accounts.Networks;
using Platform.Accounts.People;
using Platform.Accounts.Problems;
using Platform.Accounts.Sessions;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>
/// Takes an account back from whoever else has it, in one step: a new password, every session ended, every key revoked. All or nothing, so
/// that nobody who is in signs in again or makes a key in between.
/// </summary>
internal static class CompromisedApi
{
    public static void MapCompromised(this IEndpointRouteBuilder routes) =>
        routes.MapPost(AccountsRoutes.Compromised, SecureAsync).LimitSignIns().Audited("account-secure");

    private static async Task<IResult> SecureAsync(
        ChangePasswordRequest request,
        Caller caller,
        ClientNetwork network,
        PasswordCheck check,
        PasswordHashing hashing,
        UserManager<Person> people,
        AccountsDb db,
        AuditEntry audit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (PeopleRules.Check(request, caller.Account.Email) is { } invalid)
            return invalid;
        var (known, refusal) = await check.CheckAsync(caller.Account.Email, request.CurrentPassword, network, cancellationToken);
        if (known is null)
            return refusal == Refusals.WrongCredentials ? PeopleRules.WrongCurrentPassword : refusal!;
        if (await hashing.HashAsync(request.NewPassword, network, cancellationToken) is not { } hash)
            return Refusals.PasswordsBusy;

        // Hashed before: no connection and no lock waits for a hash.
        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        var person = await db.Set<Person>().SingleAsync(person => person.Id == caller.Account.Id, cancellationToken);
        if (person.SecurityStamp != known.SecurityStamp)
            return PeopleRules.WrongCurrentPassword;
        person.PasswordHash = hash;
        (await people.UpdateSecurityStampAsync(person)).ThrowIfFailed();
        var revoked = await KeyRevocation.RevokeAllAsync(person.Id, db, time.GetUtcNow(), cancellationToken);
        await db.Set<Session>().Where(session => session.AccountId == person.Id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        audit.Detail = $"{revoked} keys revoked";
        return Results.Ok(new KeysRevoked(revoked));
    }
}
