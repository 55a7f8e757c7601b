using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Till;

/// <param name="Charge">Zero releases the hold.</param>
/// <param name="Usage">The <see cref="UsageEvent"/> as JSON in UTF-8, which the till adds to the shard's stream in the same step.</param>
public sealed record SettlementRequest(Guid AccountId, string BudgetId, string RequestId, Money Charge, byte[] Usage);

/// <summary>Settles: one atomic script turns a hold into a charge. The same settlement delivered again changes nothing.</summary>
public sealed class Settlements(TillQueue queue)
{
    /// <returns>The epoch of the shard that has it now; empty while the shard is closed.</returns>
    /// <exception cref="RedisException">
    /// Redis is not reachable, or refused; a <see cref="RedisServerException"/> where this settlement alone failed.
    /// </exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still settle.</exception>
    public Task<string> SettleAsync(SettlementRequest request) => queue.AskAsync(new SettleStep(request));
}

/// <summary>The arguments and the answer of <c>settle.lua</c>.</summary>
internal sealed class SettleStep(SettlementRequest request) : TillStep<string>("settle", request.AccountId, request.RequestId)
{
    public override int ValueCount => 6;

    public override void AddValues(List<RedisValue> values)
    {
        values.Add(request.Charge.NanoUsd);
        values.Add(request.BudgetId);
        values.Add(request.Usage);
        values.Add(TillLifetimes.Seconds(TillLifetimes.EndedHold));
    }

    protected override string Read(RedisResult answer) => (string)answer!;
}
