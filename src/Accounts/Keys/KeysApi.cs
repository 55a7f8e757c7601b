using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Sessions;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>
/// The keys of the caller's account. Every change holds the account's lock, so that a concurrent change cannot restore a deleted key and
/// concurrent creations cannot exceed the limit on keys.
/// </summary>
internal static class KeysApi
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(AccountsRoutes.Keys, ListAsync);
        routes.MapPost(AccountsRoutes.Keys, KeyMaking.CreateAsync).Audited("key-create");
        routes.MapDelete(AccountsRoutes.Keys, KeyChanges.RevokeAllAsync).Audited("key-revoke-all");
        routes.MapPatch(AccountsRoutes.Key, KeyChanges.UpdateAsync).Audited("key-change");
        routes.MapDelete(AccountsRoutes.Key, KeyChanges.DeleteAsync).Audited("key-delete");
        routes.MapPost(AccountsRoutes.RotateKey, KeyMaking.RotateAsync).Audited("key-rotate");
    }

    private static async Task<IResult> ListAsync(Caller caller, AccountsDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var keys = await db.Set<KeyRow>()
            .AsNoTracking()
            .Where(KeyRules.Listed(caller.Account.Id, time.GetUtcNow()))
            .OrderByDescending(key => key.CreatedAt)
            .ThenBy(key => key.Id)
            .ToListAsync(cancellationToken);
        return Results.Ok(keys.Select(key => key.ToView()));
    }
}
