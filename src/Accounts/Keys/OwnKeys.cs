using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Catalogue;
using Platform.Accounts.Data;
using Platform.Accounts.Sessions;

namespace Platform.Accounts.Keys;

/// <summary>What requests about keys ask the database.</summary>
internal static class OwnKeys
{
    /// <summary>The ids of the models in the catalogue; nothing where no models are to be checked.</summary>
    public static async Task<IReadOnlyCollection<string>> SoldAsync(
        IReadOnlyList<string>? models,
        AccountsDb db,
        CancellationToken cancellationToken
    ) => models is null ? [] : await db.Set<ModelRow>().Where(model => model.Sold).Select(model => model.Id).ToListAsync(cancellationToken);

    /// <summary>Whether the request was sent before and made its key. Under the account's lock, so that two at once make one.</summary>
    public static async Task<bool> WasMadeAsync(Guid? requestId, Caller caller, AccountsDb db, CancellationToken cancellationToken) =>
        requestId is { } request
        && await db.Set<KeyRow>().AnyAsync(key => key.AccountId == caller.Account.Id && key.RequestId == request, cancellationToken);

    /// <summary>The key with this id, when it belongs to the caller's account.</summary>
    public static Task<KeyRow?> FindAsync(string id, Caller caller, AccountsDb db, CancellationToken cancellationToken) =>
        db.Set<KeyRow>().SingleOrDefaultAsync(key => key.Id == id && key.AccountId == caller.Account.Id, cancellationToken);
}
