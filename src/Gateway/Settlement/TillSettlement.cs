using System.Text.Json.Serialization;
using Platform.Contracts;
using Platform.Gateway.Admission;
using StackExchange.Redis;

namespace Platform.Gateway.Settlement;

/// <summary>All that a settlement needs, whenever it is carried out.</summary>
/// <param name="Usage">The <see cref="UsageEvent"/> as JSON in UTF-8.</param>
public sealed record PendingSettlement(
    Guid AccountId, string BudgetId, string RequestId, Money Charge, [property: JsonConverter(typeof(Utf8TextConverter))] byte[] Usage);

/// <summary>Settles in the till by one atomic script. The same settlement twice changes nothing the second time.</summary>
public sealed partial class TillSettlement(TillQueue till, RecentSettlements recent, ILogger<TillSettlement> log)
{
    /// <summary>False when Redis did not say that it took it; it may have.</summary>
    public async Task<bool> TrySettleAsync(PendingSettlement settlement)
    {
        var shard = TillKeys.ShardOf(settlement.AccountId);
        try
        {
            var epoch = (string?)await till.AskAsync(shard, new TillStep(
                "settle",
                [
                    TillKeys.Open(shard), TillKeys.Hold(shard, settlement.RequestId), TillKeys.Account(settlement.AccountId), TillKeys.Holds(shard),
                    TillKeys.Events(shard),
                ],
                [settlement.RequestId, settlement.Charge.NanoUsd, settlement.BudgetId, settlement.Usage]));
            recent.Keep(settlement, epoch!);
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogNotTaken(log, settlement.RequestId, e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis did not take the settlement of {RequestId}")]
    private static partial void LogNotTaken(ILogger log, string requestId, Exception exception);
}
