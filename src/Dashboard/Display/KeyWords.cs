using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Describes the state of an API key.</summary>
public static class KeyWords
{
    /// <summary>Whether the gateway accepts the key now.</summary>
    public static bool Works(KeyView key, DateTimeOffset now) =>
        key.Status is KeyStatus.Active or KeyStatus.Replaced && !HasEnded(key, now);

    public static string Status(KeyView key, DateTimeOffset now) =>
        key.Status switch
        {
            KeyStatus.Deleted => "Deleted",
            KeyStatus.Replaced when HasEnded(key, now) => "Replaced, no longer works",
            KeyStatus.Replaced => key.EndsAt is { } end ? $"Replaced, works until {Timestamps.Minute(end)}" : "Replaced",
            _ when HasEnded(key, now) => "Expired",
            KeyStatus.Disabled => "Disabled",
            _ => "Active",
        };

    /// <summary>In a table; <see cref="Status"/> says it whole.</summary>
    public static StatusMark Mark(KeyView key, DateTimeOffset now) =>
        Status(key, now) is var words && key.Status == KeyStatus.Disabled ? StatusMark.Off(words) with { Icon = "pause" }
        : !Works(key, now) ? StatusMark.Bad(words)
        : key.Status == KeyStatus.Replaced ? StatusMark.Waiting(nameof(KeyStatus.Replaced))
        : StatusMark.Good(words);

    public static string Expiry(KeyView key) => key.ExpiresAt is { } time ? Timestamps.Minute(time) : "Never";

    public static string Models(KeyView key) => key.Models is { } models ? string.Join(", ", models) : "All models";

    /// <summary>The limit for each period: <c>$5.00 a week</c>.</summary>
    public static string Period(PeriodLimit limit) => $"{Amounts.Exact(limit.Amount)} a {limit.Period.ToString().ToLowerInvariant()}";

    /// <summary>The period that is now: <c>today</c>, <c>this week</c>.</summary>
    public static string Now(SpendPeriod period) => period == SpendPeriod.Day ? "today" : "this " + period.ToString().ToLowerInvariant();

    /// <summary>By which tool the key was used last: <c>Codex CLI</c>; only for a key that was used.</summary>
    public static string LastClient(KeyView key) => CallerName.Of(key.LastClient);

    /// <summary>The name, of which a key from before today's rules may show nothing.</summary>
    public static string Name(KeyView key) => VisibleText.Of(key.Name) is { Length: > 0 } name ? name : "(no name)";

    /// <summary>The key without its secret, to distinguish it from others.</summary>
    public static string Masked(KeyView key) => $"sk-…{key.LastFour}";

    /// <summary>The name of the key with this id, or the beginning of an ended key.</summary>
    public static string NameOf(IEnumerable<KeyView> keys, string id) =>
        keys.FirstOrDefault(key => key.Id == id) is { } key ? Name(key) : $"Ended key sk-{id[..Math.Min(4, id.Length)]}…";

    private static bool HasEnded(KeyView key, DateTimeOffset now) => key.EndsAt <= now || key.ExpiresAt <= now;
}
