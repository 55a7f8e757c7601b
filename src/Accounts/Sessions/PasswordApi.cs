using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Accounts.People;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.Sessions;

/// <summary>Changes the caller's password and ends the caller's other sessions.</summary>
internal static class PasswordApi
{
    public static void MapPassword(this IEndpointRouteBuilder routes) => routes.MapPut(AccountsRoutes.Password, ChangePasswordAsync);

    private static async Task<IResult> ChangePasswordAsync(
        ChangePasswordRequest request,
        Caller caller,
        UserManager<Person> people,
        PasswordAttempts attempts,
        AccountsDb db,
        CancellationToken cancellationToken
    )
    {
        if (PeopleRules.Check(request, caller.Account.Email) is { } invalid)
            return invalid;
        if (await attempts.TakeAsync(caller.Account.Id, cancellationToken) is { } wait)
            return Refusals.LockedOut(wait);

        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        var person = await db.Set<Person>().SingleAsync(person => person.Id == caller.Account.Id, cancellationToken);
        var changed = await people.ChangePasswordAsync(person, request.CurrentPassword, request.NewPassword);
        if (!changed.Succeeded)
            return PeopleRules.WrongCurrentPassword;

        await attempts.ResetAsync(person.Id, cancellationToken);
        await db.Set<Session>()
            .Where(session => session.AccountId == person.Id && session.TokenHash != caller.TokenHash)
            .ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Results.NoContent();
    }
}
