using Platform.Contracts;

namespace Platform.Till;

/// <summary>What the till checks before a request may run.</summary>
/// <param name="Wanted">The amount to set aside, if that much is free.</param>
/// <param name="Least">The request is refused if less is free.</param>
/// <param name="SpendLimit">Of the owner's budget; null for none.</param>
/// <param name="HoldLifetime">The hold expires after this time unless it is renewed.</param>
/// <param name="RequestsPerMinute">Of the rate that the request counts against, refused or not.</param>
/// <param name="ConcurrentRequests">Of the owner's account.</param>
/// <param name="EmptyAnswersPerDay">Of the owner's account: after so many a day (UTC) no more requests are admitted.</param>
/// <param name="CountsTokens">It counts against a rate of its budget's that only counts of tokens share.</param>
/// <param name="OnlyAsks">It asks what an admission would answer: it counts against the rates of requests, and no hold is placed.</param>
/// <param name="PeriodLimit">Of the owner's budget, by the day, week or month; null for none.</param>
/// <param name="Limits">What else it counts against; null for nothing.</param>
public sealed record AdmissionRequest(
    string RequestId,
    HoldOwner Owner,
    Money Wanted,
    Money Least,
    Money? SpendLimit,
    TimeSpan HoldLifetime,
    int RequestsPerMinute,
    int ConcurrentRequests,
    int EmptyAnswersPerDay,
    bool CountsTokens = false,
    bool OnlyAsks = false,
    PeriodLimit? PeriodLimit = null,
    CountedLimits? Limits = null
)
{
    /// <summary>The keys of one budget share their rate: a rotation is no second one.</summary>
    internal string Rate => CountsTokens ? "count:" + Owner.BudgetId : Owner.BudgetId;
}
