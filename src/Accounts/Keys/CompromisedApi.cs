using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Limits;
using Platform.Accounts.Networks;
using Platform.Accounts.People;
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

    private static Task<IResult> SecureAsync(
        ChangePasswordRequest request,
        Caller caller,
        ClientNetwork network,
        PasswordChange password,
        AccountsDb db,
        AuditEntry audit,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        password.ChangeAsync(
            request,
            caller.Account,
            network,
            async account =>
            {
                var revoked = await KeyRevocation.RevokeAllAsync(account, db, time.GetUtcNow(), cancellationToken);
                await db.Set<Session>().Where(session => session.AccountId == account).ExecuteDeleteAsync(cancellationToken);
                audit.Detail = $"{revoked} keys revoked";
                return Results.Ok(new KeysRevoked(revoked));
            },
            cancellationToken
        );
}
