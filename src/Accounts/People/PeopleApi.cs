using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Platform.Accounts.Audit;
using Platform.Accounts.Limits;
using Platform.Accounts.Networks;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.People;

internal static class PeopleApi
{
    public static void MapPeople(this IEndpointRouteBuilder routes) =>
        routes.MapPost(AccountsRoutes.Accounts, RegisterAsync).LimitRegistrations().Audited("register");

    private static async Task<IResult> RegisterAsync(
        RegisterRequest request,
        ClientNetwork network,
        UserManager<Person> people,
        PasswordHashing hashing,
        AuditEntry audit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (PeopleRules.Check(request) is { } invalid)
            return invalid;

        EmailAddress.TryNormalise(request.Email, out var email);
        if (await people.FindByEmailAsync(email!) is not null)
            return Refusals.EmailTaken;

        var person = Person.New(email!, time.GetUtcNow());
        person.PasswordHash = await hashing.HashAsync(request.Password, network, cancellationToken);
        if (person.PasswordHash is null)
            return Refusals.PasswordsBusy;
        try
        {
            (await people.CreateAsync(person)).ThrowIfFailed();
            audit.AccountId = person.Id;
            return Results.Created(AccountsRoutes.Session, person.ToView());
        }
        // Two registrations at the same time both found the address free; the unique index accepted one.
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusals.EmailTaken;
        }
    }
}
