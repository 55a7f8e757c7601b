using Platform.Accounts.Data;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>Creates keys. A secret is returned once, to its owner.</summary>
internal static class KeyMint
{
    public static (ApiKey Secret, KeyRow Row) Create(CreateKeyRequest request, Guid accountId, DateTimeOffset now)
    {
        var secret = ApiKey.Create();
        return (secret, Store(secret, request, accountId, now));
    }

    /// <summary>The stored row of <paramref name="secret"/>, the first key of its chain.</summary>
    public static KeyRow Store(ApiKey secret, CreateKeyRequest request, Guid accountId, DateTimeOffset now)
    {
        var row = new KeyRow
        {
            Id = secret.Id,
            Hash = HashOf(secret),
            LastFour = secret.LastFour,
            AccountId = accountId,
            BudgetId = secret.Id,
            Name = request.Name.Trim(),
            CreatedAt = now.AsStored(),
            RequestId = request.RequestId,
        };
        row.Limit(request.Limits);
        return row;
    }

    /// <summary>
    /// A key like <paramref name="old"/> that counts against the same budget; the old one ends after <paramref name="grace"/>.
    /// </summary>
    public static (ApiKey Secret, KeyRow Row) Replace(KeyRow old, TimeSpan grace, DateTimeOffset now, Guid? requestId = null)
    {
        var secret = ApiKey.Create();
        (old.Status, old.GraceEndsAt) = (KeyStatus.Replaced, (now + grace).AsStored());
        var row = new KeyRow
        {
            Id = secret.Id,
            Hash = HashOf(secret),
            LastFour = secret.LastFour,
            AccountId = old.AccountId,
            BudgetId = old.BudgetId,
            Name = old.Name,
            CreatedAt = now.AsStored(),
            RequestId = requestId,
        };
        row.Limit(old.Limits);
        return (secret, row);
    }

    private static byte[] HashOf(ApiKey key) => Convert.FromHexString(key.Hash);
}
