using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Till;

/// <param name="Charge">Zero releases the hold.</param>
/// <param name="Usage">The <see cref="UsageEvent"/> as JSON in UTF-8, which the till adds to the shard's stream in the same step.</param>
/// <param name="PlacedAt">When its hold was placed, by which the charge counts in a day where the till has no hold any more.</param>
/// <param name="SpendLimit">Of the budget; null for none.</param>
/// <param name="PeriodLimit">Of the budget, for the period in which the hold was placed; null for none.</param>
/// <param name="IsEmpty">The answer was empty and is free: the till counts it, see <see cref="AdmissionReason.Empty"/>.</param>
/// <param name="Tokens">Those that were used, input and output, which take the place of the estimate in rates of tokens.</param>
public sealed record SettlementRequest(
    Guid AccountId,
    string BudgetId,
    string RequestId,
    Money Charge,
    byte[] Usage,
    DateTimeOffset PlacedAt,
    Money? SpendLimit = null,
    PeriodLimit? PeriodLimit = null,
    bool IsEmpty = false,
    long Tokens = 0
);

/// <param name="Epoch">The epoch of the shard that has it now; empty while the shard is closed.</param>
/// <param name="Most">Null when it is settled. Else it is not: the charge exceeds this amount, its hold and what is free.</param>
public readonly record struct SettlementAnswer(string Epoch, Money? Most);

/// <summary>Settles: one atomic script turns a hold into a charge. The same settlement delivered again changes nothing.</summary>
public sealed class Settlements(TillQueue queue)
{
    /// <exception cref="RedisException">
    /// Redis is not reachable, or refused; a <see cref="RedisServerException"/> where this settlement alone failed.
    /// </exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still settle.</exception>
    public Task<SettlementAnswer> SettleAsync(SettlementRequest request) => queue.AskAsync(new SettleStep(request));
}

/// <summary>The arguments and the answer of <c>settle.lua</c>.</summary>
internal sealed class SettleStep(SettlementRequest request) : TillStep<SettlementAnswer>("settle", request.AccountId, request.RequestId)
{
    /// <summary>The most of a charge that was taken.</summary>
    private const long None = -1;

    public override int ValueCount => 12;

    public override void AddValues(List<RedisValue> values)
    {
        values.Add(request.Charge.NanoUsd);
        values.Add(request.BudgetId);
        values.Add(request.Usage);
        values.Add(TillLifetimes.Seconds(TillLifetimes.EndedHold));
        values.Add(LimitValues.Total(request.SpendLimit));
        values.Add(request.IsEmpty ? 1 : 0);
        values.Add(LimitValues.Amount(request.PeriodLimit));
        values.Add(LimitValues.Period(request.PeriodLimit));
        values.Add(request.PlacedAt.ToUnixTimeMilliseconds());
        values.Add(request.Tokens);
    }

    protected override SettlementAnswer Read(RedisResult answer)
    {
        var values = (RedisResult[])answer!;
        return new SettlementAnswer((string)values[0]!, (long)values[1] is var most && most == None ? null : new Money(most));
    }
}
