using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Problems;
using Platform.Accounts.Sessions;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>Makes a key, alone or in another one's place. The answer is the only one that holds its secret.</summary>
internal static class KeyMaking
{
    public static async Task<IResult> CreateAsync(
        CreateKeyRequest request,
        Caller caller,
        AccountsDb db,
        AuditEntry audit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var sold = await OwnKeys.SoldAsync(request.Models, db, cancellationToken);
        if (KeyRequestRules.Check(request, sold, now) is { } invalid)
            return invalid;

        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        if (await OwnKeys.WasMadeAsync(request.RequestId, caller, db, cancellationToken))
            return Refusals.KeyMade;
        if (await db.Set<KeyRow>().CountAsync(KeyRules.Listed(caller.Account.Id, now), cancellationToken) >= KeyRules.MaximumKeys)
            return Refusals.TooManyKeys(KeyRules.MaximumKeys);

        var (secret, row) = KeyMint.Create(request, caller.Account.Id, now);
        audit.KeyId = row.Id;
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Created(secret, row);
    }

    public static async Task<IResult> RotateAsync(
        string id,
        RotateKeyRequest request,
        Caller caller,
        AccountsDb db,
        AuditEntry audit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (KeyRequestRules.Check(request) is { } invalid)
            return invalid;

        var now = time.GetUtcNow();
        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        if (await OwnKeys.WasMadeAsync(request.RequestId, caller, db, cancellationToken))
            return Refusals.KeyMade;
        if (await OwnKeys.FindAsync(id, caller, db, cancellationToken) is not { } old)
            return Refusals.KeyNotFound;
        if (KeyRules.CheckRotation(old, now) is { } refusal)
            return refusal;

        var (secret, row) = KeyMint.Replace(old, TimeSpan.FromSeconds(request.GraceSeconds), now, request.RequestId);
        (audit.KeyId, audit.Detail) = (old.Id, $"replaced by {row.Id}");
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        // Counted after the insert: without a grace period the old key is no longer listed, with one both are.
        if (await db.Set<KeyRow>().CountAsync(KeyRules.Listed(caller.Account.Id, now), cancellationToken) > KeyRules.MaximumKeys)
            return Refusals.TooManyKeys(KeyRules.MaximumKeys);
        await transaction.CommitAsync(cancellationToken);
        return Created(secret, row);
    }

    private static IResult Created(ApiKey secret, KeyRow row) =>
        Results.Created(AccountsRoutes.Keys, new KeyCreated(secret.Text, row.ToView()));
}
