using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Platform.Accounts.Data;
using Platform.Accounts.Problems;
using Platform.Accounts.Sessions;
using Platform.Contracts;

namespace Platform.Accounts.People;

internal static class PeopleApi
{
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(AccountsRoutes.Accounts, RegisterAsync);
        routes.MapPut(AccountsRoutes.Password, ChangePasswordAsync);
    }

    private static async Task<IResult> RegisterAsync(RegisterRequest request, UserManager<Person> people, TimeProvider time)
    {
        if (PeopleRules.Check(request) is { } invalid)
            return invalid;

        EmailAddress.TryNormalise(request.Email, out var email);
        if (await people.FindByEmailAsync(email!) is not null)
            return Refusals.EmailTaken;

        var person = Person.New(email!, time.GetUtcNow());
        try
        {
            (await people.CreateAsync(person, request.Password)).Expect();
            return Results.Created(AccountsRoutes.Session, person.View());
        }
        // Two registrations at the same moment: both found the address free, and the unique index let one through.
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusals.EmailTaken;
        }
    }

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
        var person = await db.People.SingleAsync(person => person.Id == caller.Account.Id, cancellationToken);
        var changed = await people.ChangePasswordAsync(person, request.CurrentPassword, request.NewPassword);
        if (!changed.Succeeded)
            return PeopleRules.WrongCurrentPassword;

        await attempts.ForgetAsync(person.Id, cancellationToken);
        await db
            .Sessions.Where(session => session.AccountId == person.Id && session.TokenHash != caller.TokenHash)
            .ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Results.NoContent();
    }
}
