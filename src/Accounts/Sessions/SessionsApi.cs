using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Limits;
using Platform.Accounts.Networks;
using Platform.Accounts.People;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.Sessions;

internal static class SessionsApi
{
    private const int ClientLength = 200;

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(AccountsRoutes.Sessions, SignInAsync).LimitSignIns().Audited("sign-in");
        routes.MapDelete(AccountsRoutes.Sessions, SignOutEverywhereAsync).Audited("sign-out-everywhere");
        routes.MapGet(AccountsRoutes.Sessions, ListAsync);
        routes.MapDelete(AccountsRoutes.OneSession, EndAsync).Audited("session-end");
        routes.MapDelete(AccountsRoutes.OtherSessions, EndOthersAsync).Audited("other-sessions-end");
        routes.MapGet(AccountsRoutes.Session, (Caller caller) => caller.Account);
        routes.MapDelete(AccountsRoutes.Session, SignOutAsync).Audited("sign-out");
    }

    private static async Task<IResult> SignInAsync(
        SignInRequest request,
        ClientNetwork network,
        PasswordCheck check,
        AuditEntry audit,
        AccountsDb db,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (PeopleRules.Check(request) is { } invalid)
            return invalid;
        audit.Client = Printable(request.Client);
        var (person, refusal) = await check.CheckAsync(request.Email, request.Password, network, cancellationToken);
        if (person is null)
            return refusal!;
        return await OpenAsync(person, audit.Client, network, db, time.GetUtcNow(), cancellationToken) is { } token
            ? Results.Created(AccountsRoutes.Session, new SessionOpened(token, person.ToView()))
            : Refusals.WrongCredentials;
    }

    /// <summary>
    /// Opens a session and deletes the account's expired ones. Returns null when the password has changed since it was checked: the change
    /// ended every session, so no session of the old password may begin.
    /// </summary>
    private static async Task<string?> OpenAsync(
        Person person,
        string? client,
        ClientNetwork network,
        AccountsDb db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.LockAccountAsync(person.Id, cancellationToken);
        if (!await db.Set<Person>().AnyAsync(p => p.Id == person.Id && p.SecurityStamp == person.SecurityStamp, cancellationToken))
            return null;

        await db.Set<Session>()
            .Where(session => session.AccountId == person.Id && session.TouchedAt <= now - Session.Lifetime)
            .ExecuteDeleteAsync(cancellationToken);
        var token = SessionToken.Create();
        db.Add(
            new Session
            {
                TokenHash = SessionToken.Hash(token),
                AccountId = person.Id,
                Id = Guid.CreateVersion7(now),
                Client = client,
                Network = network.Prefix,
                CreatedAt = now,
                TouchedAt = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return token;
    }

    /// <summary>The client's own name, shortened; it is only displayed.</summary>
    private static string? Printable(string? client) =>
        client is null ? null : new string([.. client.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(ClientLength)]);

    private static async Task<IResult> ListAsync(Caller caller, AccountsDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var sessions = await db.Set<Session>()
            .AsNoTracking()
            .Where(session => session.AccountId == caller.Account.Id && session.TouchedAt > now - Session.Lifetime)
            .OrderByDescending(session => session.TouchedAt)
            .ThenBy(session => session.Id)
            .ToListAsync(cancellationToken);
        return Results.Ok(
            sessions.Select(session => new SessionView(
                session.Id,
                session.Client,
                session.Network,
                session.CreatedAt,
                session.TouchedAt,
                session.TokenHash.AsSpan().SequenceEqual(caller.TokenHash)
            ))
        );
    }

    /// <summary>Ends one session of the caller's account.</summary>
    private static async Task<IResult> EndAsync(Guid id, Caller caller, AccountsDb db, CancellationToken cancellationToken) =>
        await db.Set<Session>()
            .Where(session => session.Id == id && session.AccountId == caller.Account.Id)
            .ExecuteDeleteAsync(cancellationToken) > 0
            ? Results.NoContent()
            : Refusals.SessionNotFound;

    /// <summary>Ends every session of the caller's account but the caller's.</summary>
    private static async Task<IResult> EndOthersAsync(Caller caller, AccountsDb db, CancellationToken cancellationToken)
    {
        await db.Set<Session>()
            .Where(session => session.AccountId == caller.Account.Id && session.TokenHash != caller.TokenHash)
            .ExecuteDeleteAsync(cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> SignOutAsync(Caller caller, AccountsDb db, CancellationToken cancellationToken)
    {
        await db.Set<Session>().Where(session => session.TokenHash == caller.TokenHash).ExecuteDeleteAsync(cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> SignOutEverywhereAsync(Caller caller, AccountsDb db, CancellationToken cancellationToken)
    {
        await db.Set<Session>().Where(session => session.AccountId == caller.Account.Id).ExecuteDeleteAsync(cancellationToken);
        return Results.NoContent();
    }
}
