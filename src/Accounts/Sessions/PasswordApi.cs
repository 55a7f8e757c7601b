using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Limits;
using Platform.Accounts.Networks;
using Platform.Accounts.People;
using Platform.Contracts;

namespace Platform.Accounts.Sessions;

/// <summary>Changes the caller's password and ends the caller's other sessions.</summary>
internal static class PasswordApi
{
    public static void MapPassword(this IEndpointRouteBuilder routes) =>
        routes.MapPut(AccountsRoutes.Password, ChangePasswordAsync).LimitSignIns().Audited("password-change");

    private static Task<IResult> ChangePasswordAsync(
        ChangePasswordRequest request,
        Caller caller,
        ClientNetwork network,
        PasswordChange password,
        AccountsDb db,
        CancellationToken cancellationToken
    ) =>
        password.ChangeAsync(
            request,
            caller.Account,
            network,
            async account =>
            {
                await db.Set<Session>()
                    .Where(session => session.AccountId == account && session.TokenHash != caller.TokenHash)
                    .ExecuteDeleteAsync(cancellationToken);
                return Results.NoContent();
            },
            cancellationToken
        );
}
