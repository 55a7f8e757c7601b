using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

internal static class KeyRevocation
{
    /// <summary>Deletes every key that is listed, as its owner would. The caller holds the account's lock.</summary>
    /// <returns>How many.</returns>
    public static Task<int> RevokeAllAsync(Guid accountId, AccountsDb db, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<KeyRow>()
            .Where(KeyRules.Listed(accountId, now))
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.Status, KeyStatus.Deleted), cancellationToken);
}
