using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Catalogue;
using Platform.Accounts.Data;
using Platform.Accounts.Problems;
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
        routes.MapPost(AccountsRoutes.Keys, CreateAsync).Audited("key-create");
        routes.MapDelete(AccountsRoutes.Keys, RevokeAllAsync).Audited("key-revoke-all");
        routes.MapPatch(AccountsRoutes.Key, UpdateAsync).Audited("key-change");
        routes.MapDelete(AccountsRoutes.Key, DeleteAsync).Audited("key-delete");
        routes.MapPost(AccountsRoutes.RotateKey, RotateAsync).Audited("key-rotate");
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

    private static async Task<IResult> CreateAsync(
        CreateKeyRequest request,
        Caller caller,
        AccountsDb db,
        AuditEntry audit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var sold = await SoldAsync(request.Models, db, cancellationToken);
        if (KeyRequestRules.Check(request, sold, now) is { } invalid)
            return invalid;

        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        if (await WasMadeAsync(request.RequestId, caller, db, cancellationToken))
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

    private static async Task<IResult> UpdateAsync(
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
        var sold = await SoldAsync(request.Limits?.Models, db, cancellationToken);
        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        if (await FindAsync(id, caller, db, cancellationToken) is not { } key)
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

    private static async Task<IResult> DeleteAsync(
        string id,
        Caller caller,
        AccountsDb db,
        AuditEntry audit,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.LockAccountAsync(caller.Account.Id, cancellationToken);
        if (await FindAsync(id, caller, db, cancellationToken) is not { } key)
            return Refusals.KeyNotFound;

        audit.KeyId = key.Id;
        key.Status = KeyStatus.Deleted;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> RevokeAllAsync(
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

    private static async Task<IResult> RotateAsync(
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
        if (await WasMadeAsync(request.RequestId, caller, db, cancellationToken))
            return Refusals.KeyMade;
        if (await FindAsync(id, caller, db, cancellationToken) is not { } old)
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

    /// <summary>The ids of the models in the catalogue; nothing where no models are to be checked.</summary>
    private static async Task<IReadOnlyCollection<string>> SoldAsync(
        IReadOnlyList<string>? models,
        AccountsDb db,
        CancellationToken cancellationToken
    ) => models is null ? [] : await db.Set<ModelRow>().Where(model => model.Sold).Select(model => model.Id).ToListAsync(cancellationToken);

    /// <summary>Whether the request was sent before and made its key. Under the account's lock, so that two at once make one.</summary>
    private static async Task<bool> WasMadeAsync(Guid? requestId, Caller caller, AccountsDb db, CancellationToken cancellationToken) =>
        requestId is { } request
        && await db.Set<KeyRow>().AnyAsync(key => key.AccountId == caller.Account.Id && key.RequestId == request, cancellationToken);

    /// <summary>The key with this id, when it belongs to the caller's account.</summary>
    private static Task<KeyRow?> FindAsync(string id, Caller caller, AccountsDb db, CancellationToken cancellationToken) =>
        db.Set<KeyRow>().SingleOrDefaultAsync(key => key.Id == id && key.AccountId == caller.Account.Id, cancellationToken);

    private static IResult Created(ApiKey secret, KeyRow row) =>
        Results.Created(AccountsRoutes.Keys, new KeyCreated(secret.Text, row.ToView()));
}
