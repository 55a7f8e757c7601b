using StackExchange.Redis;

namespace Platform.Till;

/// <summary>Authorizes: one atomic script checks credit, spend limit, rate and concurrency, and places the hold.</summary>
public sealed class Admissions(TillQueue queue)
{
    /// <exception cref="RedisException">Redis is not reachable, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still place the hold, which must then be voided.</exception>
    public Task<AdmissionAnswer> AdmitAsync(AdmissionRequest request) => queue.AskAsync(new AdmitStep(request));
}

/// <summary>The arguments and the answer of <c>admit.lua</c>.</summary>
internal sealed class AdmitStep(AdmissionRequest request) : TillStep<AdmissionAnswer>("admit", request.Owner.AccountId, request.RequestId)
{
    /// <summary>The lifetime that means that no hold is placed.</summary>
    private const long NoHold = 0;

    public override int ValueCount => 15;

    public override void AddValues(List<RedisValue> values)
    {
        values.Add(request.Wanted.NanoUsd);
        values.Add(request.Least.NanoUsd);
        values.Add(LimitValues.Total(request.SpendLimit));
        values.Add(request.OnlyAsks ? NoHold : TillLifetimes.Milliseconds(request.HoldLifetime));
        values.Add(request.RequestsPerMinute);
        values.Add(request.ConcurrentRequests);
        values.Add(request.Owner.BudgetId);
        values.Add(request.Rate);
        values.Add(request.Owner.Lines);
        values.Add(request.EmptyAnswersPerDay);
        values.Add(LimitValues.Amount(request.PeriodLimit));
        values.Add(LimitValues.Period(request.PeriodLimit));
        values.Add(request.Limits?.Text ?? "");
    }

    protected override AdmissionAnswer Read(RedisResult answer) => AdmissionAnswer.Parse(answer);
}
