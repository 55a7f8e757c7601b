using System.Globalization;
using StackExchange.Redis;

namespace Platform.Usage.Till;

/// <summary>A hold whose time is over, as far as expire.lua needs to be told.</summary>
internal sealed record StaleHold(string RequestId, Guid AccountId, string BudgetId, DateTimeOffset StartedAt)
{
    /// <summary>The fields <see cref="Read"/> takes, in its order.</summary>
    public static readonly RedisValue[] Fields = ["account", "budget", "started"];

    /// <summary>Null when there is no such hold, or none that can be understood.</summary>
    public static StaleHold? Read(string requestId, RedisValue[] fields) =>
        Guid.TryParseExact((string?)fields[0], "N", out var account)
        && (string?)fields[1] is { } budget
        && long.TryParse((string?)fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var started)
        && started < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new StaleHold(requestId, account, budget, DateTimeOffset.FromUnixTimeMilliseconds(started))
            : null;
}
