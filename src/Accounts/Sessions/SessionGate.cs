using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Networks;
using Platform.Accounts.People;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.Sessions;

/// <summary>Finds the session that the header <c>X-Session</c> names, for the endpoints that require one.</summary>
internal static class SessionGate
{
    public static void UseSessions(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                if (context.GetEndpoint()?.Metadata.GetMetadata<SessionRequired>() is not null)
                {
                    var caller = await FindAsync(context);
                    if (caller is null)
                    {
                        await Refusals.SessionEnded.ExecuteAsync(context);
                        return;
                    }

                    context.Features.Set(caller);
                    var audit = context.RequestServices.GetRequiredService<AuditEntry>();
                    (audit.AccountId, audit.Client) = (caller.Account.Id, caller.Client);
                }

                await next(context);
            }
        );

    private static async Task<Caller?> FindAsync(HttpContext context)
    {
        if (context.Request.Headers[ServiceHeaders.Session] is not [{ Length: > 0 } token])
            return null;

        var db = context.RequestServices.GetRequiredService<AccountsDb>();
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var hash = SessionToken.Hash(token);
        var found = await db.Set<Session>()
            .Where(session => session.TokenHash == hash && session.TouchedAt > now - Session.Lifetime)
            .Join(
                db.Set<Person>(),
                session => session.AccountId,
                person => person.Id,
                (session, person) =>
                    new
                    {
                        session.TouchedAt,
                        session.Client,
                        person.Id,
                        person.Email,
                        person.CreatedAt,
                    }
            )
            .SingleOrDefaultAsync(context.RequestAborted);
        if (found is null)
            return null;

        if (found.TouchedAt <= now - Session.TouchInterval)
        {
            var network = ClientNetwork.Of(context).Prefix;
            await db.Set<Session>()
                .Where(session => session.TokenHash == hash)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(session => session.TouchedAt, now)
                            .SetProperty(session => session.Network, session => network ?? session.Network),
                    context.RequestAborted
                );
        }

        return new Caller(new AccountView(found.Id, found.Email!, found.CreatedAt), hash, found.Client);
    }
}
