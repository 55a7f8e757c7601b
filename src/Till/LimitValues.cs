using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>Spend limits as the arguments of scripts.</summary>
internal static class LimitValues
{
    /// <summary>The limit that means none.</summary>
    private const long Unlimited = -1;

    private static readonly RedisValue[] Periods = ["day", "week", "month"];

    public static RedisValue Total(Money? limit) => limit?.NanoUsd ?? Unlimited;

    public static RedisValue Amount(PeriodLimit? limit) => limit?.Amount.NanoUsd ?? Unlimited;

    /// <summary>A name that <c>days.lua</c> knows.</summary>
    public static RedisValue Period(PeriodLimit? limit) => Periods[(int)(limit?.Period ?? SpendPeriod.Day)];
}
