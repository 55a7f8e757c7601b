using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Contracts;
using Platform.Gateway.Telemetry;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Settlement;

/// <summary>All that a settlement needs, whenever it is carried out; the journal keeps it as JSON.</summary>
/// <param name="Usage">The <see cref="UsageEvent"/> as JSON in UTF-8.</param>
/// <param name="SpendLimit">Of the budget; null for none.</param>
/// <param name="IsEmpty">The answer was empty and is free.</param>
/// <param name="PeriodLimit">Of the budget; null for none.</param>
/// <param name="PlacedAt">When its hold was placed; null in the journal of an older gateway.</param>
/// <param name="Tokens">Those that were used, by which limits of tokens count.</param>
internal sealed record PendingSettlement(
    Guid AccountId,
    string BudgetId,
    string RequestId,
    Money Charge,
    [property: JsonConverter(typeof(Utf8TextConverter))] byte[] Usage,
    Money? SpendLimit = null,
    bool IsEmpty = false,
    PeriodLimit? PeriodLimit = null,
    DateTimeOffset? PlacedAt = null,
    long Tokens = 0
)
{
    /// <summary>The time by which the charge counts in a day, a week and a month.</summary>
    [JsonIgnore]
    public DateTimeOffset CountsAt => PlacedAt ?? Deserialize(Usage).CountsAt;

    public static PendingSettlement From(UsageEvent usage) =>
        From(usage, JsonSerializer.SerializeToUtf8Bytes(usage, ContractsJson.Default.UsageEvent));

    /// <param name="usage">The event as JSON in UTF-8.</param>
    public static PendingSettlement Parse(byte[] usage) => From(Deserialize(usage), usage);

    /// <summary>The same settlement with a charge of at most <paramref name="most"/>; the rest is written off.</summary>
    public PendingSettlement ChargedAtMost(Money most) => From(Deserialize(Usage).ChargedAtMost(most));

    private static UsageEvent Deserialize(byte[] usage) => JsonSerializer.Deserialize(usage, ContractsJson.Default.UsageEvent)!;

    private static PendingSettlement From(UsageEvent usage, byte[] json) =>
        new(
            usage.AccountId,
            usage.BudgetId,
            usage.RequestId,
            usage.Charge,
            json,
            usage.SpendLimit,
            usage.IsEmptyAnswer,
            usage.PeriodLimit,
            usage.CountsAt,
            usage.Tokens
        );
}

/// <summary>Settles in the till by one atomic script. The same settlement twice changes nothing the second time.</summary>
internal sealed partial class TillSettlement(Settlements till, RecentSettlements recent, ILogger<TillSettlement> log)
{
    private readonly ConcurrentDictionary<string, byte> refused = [];

    /// <summary>How often a charge is reduced, where other requests spend what is free at the same time.</summary>
    private const int MaxReductions = 5;

    /// <returns>False when Redis did not confirm it; it may have settled all the same.</returns>
    public async Task<bool> TrySettleAsync(PendingSettlement settlement)
    {
        if (await TryAsync(settlement) is not var (taken, epoch))
            return false;
        recent.Keep(taken, epoch);
        return true;
    }

    /// <summary>Sends a settlement again that Redis took, and may have lost.</summary>
    public async Task<bool> TrySettleAgainAsync(RecentSettlement settled)
    {
        if (await TryAsync(settled.Settlement) is not var (_, epoch))
            return false;
        recent.Move(settled, epoch);
        return true;
    }

    /// <summary>Settles; a charge that its hold and the free credit do not pay is reduced to what they do.</summary>
    /// <returns>What was settled, and the epoch that has it; null when Redis did not confirm it.</returns>
    private async Task<(PendingSettlement Settlement, string Epoch)?> TryAsync(PendingSettlement settlement)
    {
        var asked = settlement.Charge;
        try
        {
            for (var reductions = 0; reductions < MaxReductions; reductions++)
            {
                var answer = await till.SettleAsync(
                    new SettlementRequest(
                        settlement.AccountId,
                        settlement.BudgetId,
                        settlement.RequestId,
                        settlement.Charge,
                        settlement.Usage,
                        settlement.CountsAt,
                        settlement.SpendLimit,
                        settlement.PeriodLimit,
                        settlement.IsEmpty,
                        settlement.Tokens
                    )
                );
                if (answer.Most is not { } most)
                {
                    if (settlement.Charge < asked)
                        GatewayTelemetry.WrittenOff.Add((asked - settlement.Charge).NanoUsd);
                    return (settlement, answer.Epoch);
                }

                LogReduced(log, settlement.RequestId, settlement.Charge, most);
                settlement = settlement.ChargedAtMost(most);
            }

            return null;
        }
        catch (RedisServerException e) when (IsForGood(e))
        {
            if (refused.TryAdd(settlement.RequestId, 0))
                LogRefused(log, settlement.RequestId, settlement.Charge, e);
            return null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogNotTaken(log, settlement.RequestId, e);
            return null;
        }
    }

    /// <summary>
    /// Whether the settlement or the till's data is wrong, so that trying again does not help. Errors that pass have other prefixes: OOM,
    /// LOADING, READONLY...
    /// </summary>
    private static bool IsForGood(RedisServerException e) =>
        e.Message.StartsWith("ERR", StringComparison.Ordinal) || e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "Redis refuses the settlement of {RequestId} over {Charge}, and will again: it stays in the journal until what the "
            + "error names is mended"
    )]
    private static partial void LogRefused(ILogger log, string requestId, Money charge, Exception exception);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The charge of {RequestId}, {Charge}, is more than its hold and the free credit; it is reduced to {Most}, and the rest is "
            + "written off"
    )]
    private static partial void LogReduced(ILogger log, string requestId, Money charge, Money most);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis did not take the settlement of {RequestId}")]
    private static partial void LogNotTaken(ILogger log, string requestId, Exception exception);
}
