using System.Linq.Expressions;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>The lifecycle of a key: when it works, when it is listed, and which changes are allowed.</summary>
internal static class KeyRules
{
    /// <summary>The largest number of listed keys of an account.</summary>
    public const int MaximumKeys = 100;

    /// <summary>The earlier of the expiry and the end of a rotation's grace period; null is never.</summary>
    public static DateTimeOffset? EndsAt(DateTimeOffset? expiresAt, DateTimeOffset? graceEndsAt) =>
        expiresAt < graceEndsAt ? expiresAt : graceEndsAt ?? expiresAt;

    public static bool Works(KeyFacts key, DateTimeOffset now) =>
        key.Status is KeyStatus.Active or KeyStatus.Replaced && !(key.EndsAt <= now);

    /// <summary>
    /// Not deleted, nor replaced and past its grace. An expired key stays listed, so that its owner sees why it does not work.
    /// </summary>
    public static Expression<Func<KeyRow, bool>> Listed(Guid accountId, DateTimeOffset now) =>
        key => key.AccountId == accountId && key.Status != KeyStatus.Deleted && (key.Status != KeyStatus.Replaced || key.GraceEndsAt > now);

    /// <summary>The reason why the key cannot be renamed, enabled or disabled; null when it can.</summary>
    public static Refusal? CheckChange(KeyRow key) =>
        key.Status switch
        {
            KeyStatus.Deleted => Refusals.KeyDeleted,
            KeyStatus.Replaced => Refusals.KeyReplaced,
            _ => null,
        };

    /// <summary>The reason why the key cannot be rotated; null when it can.</summary>
    public static Refusal? CheckRotation(KeyRow key, DateTimeOffset now) =>
        key switch
        {
            { Status: KeyStatus.Disabled } => Refusals.KeyDisabled,
            { Status: KeyStatus.Active } when key.ExpiresAt <= now => Refusals.KeyExpired,
            _ => CheckChange(key),
        };
}
