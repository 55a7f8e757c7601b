using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Limits;
using Platform.Accounts.Networks;
using Platform.Accounts.People;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.Sessions;

/// <summary>Changes the caller's password and ends the caller's other sessions.</summary>
internal static class PasswordApi
{
    public static void MapPassword(this IEndpointRouteBuilder routes) =>
        routes.MapPut(AccountsRoutes.Password, ChangePasswordAsync).LimitSignIns().Audited("password-change");

    private static async Task<IResult> ChangePasswordAsync(
        ChangePasswordRequest request,
        Caller caller,
        ClientNetwork network,
        PasswordCheck check,
        PasswordHashing hashing,
        UserManager<Person> people,
        AccountsDb db,
        CancellationToken cancellationToken
    )
    {
        var invalid = PeopleRules.Check(request, caller.Account.Email);
        if (invalid?.Errors?.ContainsKey(PeopleRules.CurrentPassword) == true)
            return invalid;
        var (known, refusal) = await check.CheckAsync(caller.Account.Email, request.CurrentPassword, network, cancellationToken);
        if (known is null)
            return refusal == Refusals.WrongCredentials ? PeopleRules.WithWrongCurrentPassword(invalid) : refusal!;
        if (invalid is not null)
            return invalid;
        if (await hashing.HashAsync(request.NewPassword, network, cancellationToken) is not { } hash)
            return Refusals.PasswordsBusy;

        // Hashed before: no connection and no lock waits for a hash.
        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        var person = await db.Set<Person>().SingleAsync(person => person.Id == caller.Account.Id, cancellationToken);
        if (person.SecurityStamp != known.SecurityStamp)
            return PeopleRules.WrongCurrentPassword;
        person.PasswordHash = hash;
        (await people.UpdateSecurityStampAsync(person)).ThrowIfFailed();
        await db.Set<Session>()
            .Where(session => session.AccountId == person.Id && session.TokenHash != caller.TokenHash)
            .ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Results.NoContent();
    }
}
