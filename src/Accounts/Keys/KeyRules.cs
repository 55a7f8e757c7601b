using System.Linq.Expressions;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>The life of a key: when it works, when it is listed, and what may be done to it.</summary>
internal static class KeyRules
{
    /// <summary>How many keys an account may have listed at once.</summary>
    public const int MaximumKeys = 100;

    /// <summary>The earlier of expiry and the end of a rotation's grace; null is never.</summary>
    public static DateTimeOffset? EndsAt(DateTimeOffset? expiresAt, DateTimeOffset? graceEndsAt) =>
        expiresAt < graceEndsAt ? expiresAt : graceEndsAt ?? expiresAt;

    public static bool Works(KeyFacts key, DateTimeOffset now) =>
        key.Status is KeyStatus.Active or KeyStatus.Replaced && !(key.EndsAt <= now);

    /// <summary>Not deleted, nor replaced and past its grace. An expired key stays listed, so that its owner sees why it stopped.</summary>
    public static Expression<Func<KeyRow, bool>> Listed(Guid accountId, DateTimeOffset now) =>
        key => key.AccountId == accountId && key.Status != KeyStatus.Deleted && (key.Status != KeyStatus.Replaced || key.GraceEndsAt > now);

    /// <summary>Why the key may be neither renamed nor enabled or disabled; null when it may.</summary>
    public static Refusal? Changeable(KeyRow key) =>
        key.Status switch
        {
            KeyStatus.Deleted => Refusals.KeyDeleted,
            KeyStatus.Replaced => Refusals.KeyReplaced,
            _ => null,
        };

    /// <summary>Why the key may not be rotated; null when it may.</summary>
    public static Refusal? Rotatable(KeyRow key, DateTimeOffset now) =>
        key switch
        {
            { Status: KeyStatus.Disabled } => Refusals.KeyDisabled,
            { Status: KeyStatus.Active } when key.ExpiresAt <= now => Refusals.KeyExpired,
            _ => Changeable(key),
        };
}
