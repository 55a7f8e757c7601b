using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Problems;
using Platform.Accounts.Sessions;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>Changes a key that is there, or ends it.</summary>
internal static class KeyChanges
{
    public static async Task<IResult> UpdateAsync(
        string id,
        UpdateKeyRequest request,
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
        var sold = await OwnKeys.SoldAsync(request.Limits?.Models, db, cancellationToken);
        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        if (await OwnKeys.FindAsync(id, caller, db, cancellationToken) is not { } key)
            return Refusals.KeyNotFound;
        if (KeyRules.CheckChange(key) is { } refusal)
            return refusal;
        if (request.Limits is { } limits && KeyRequestRules.Check(limits, key.Limits, sold, now) is { } outside)
            return outside;

        (audit.KeyId, audit.Detail) = (key.Id, Describe(request));
        if (request.Limits is not null)
            await LimitAsync(key, request.Limits, now, db, cancellationToken);
        key.Name = request.Name?.Trim() ?? key.Name;
        key.Status = request.Enabled switch
        {
            true => KeyStatus.Active,
            false => KeyStatus.Disabled,
            null => key.Status,
        };
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Results.Ok(key.ToView());
    }

    public static async Task<IResult> DeleteAsync(
        string id,
        Caller caller,
        AccountsDb db,
        AuditEntry audit,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        if (await OwnKeys.FindAsync(id, caller, db, cancellationToken) is not { } key)
            return Refusals.KeyNotFound;

        audit.KeyId = key.Id;
        key.Status = KeyStatus.Deleted;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Results.NoContent();
    }

    public static async Task<IResult> RevokeAllAsync(
        Caller caller,
        AccountsDb db,
        AuditEntry audit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        var count = await KeyRevocation.RevokeAllAsync(caller.Account.Id, db, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        audit.Detail = $"{count} revoked";
        return Results.Ok(new KeysRevoked(count));
    }

    /// <summary>
    /// Limits the key and those that it replaced and that still work: they spend from one budget, and the old secret must not be the way
    /// around the new limit.
    /// </summary>
    private static async Task LimitAsync(
        KeyRow key,
        KeyLimits limits,
        DateTimeOffset now,
        AccountsDb db,
        CancellationToken cancellationToken
    )
    {
        var replaced = await db.Set<KeyRow>()
            .Where(KeyRules.Listed(key.AccountId, now))
            .Where(row => row.BudgetId == key.BudgetId && row.Status == KeyStatus.Replaced)
            .ToListAsync(cancellationToken);
        foreach (var row in replaced.Append(key))
            row.Limit(limits);
    }

    private static string Describe(UpdateKeyRequest request) =>
        string.Join(
            ", ",
            new[]
            {
                request.Name is null ? null : "renamed",
                request.Limits is null ? null : "limits changed",
                request.Enabled switch
                {
                    true => "enabled",
                    false => "disabled",
                    null => null,
                },
            }.OfType<string>()
        );
}
