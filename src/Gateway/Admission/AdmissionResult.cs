using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Admission;

/// <summary>The result of admission.</summary>
/// <param name="Hold">The hold, or why there is none.</param>
/// <param name="Rate">The state of the nearest limits, for admitted and refused requests; null when no limit was checked.</param>
internal readonly record struct AdmissionResult(StepResult<Funding> Hold, RateState? Rate);

/// <summary>What admission would do with a request.</summary>
/// <param name="Result">The hold that it would place, or why it would place none.</param>
/// <param name="Wanted">What would be set aside if that much is free.</param>
/// <param name="Least">The request is refused if less is free.</param>
/// <param name="LacksMoney">It is refused for want of credit, the account's or the key's.</param>
/// <param name="Tokens">Those that it counts as; null where it counts against no limit of tokens.</param>
/// <param name="IsTold">A refusal is a part of the quote and not its end: a want of credit, or a limit beside the rate of requests.</param>
internal readonly record struct AdmissionQuote(
    AdmissionResult Result,
    Money Wanted,
    Money Least,
    bool LacksMoney,
    long? Tokens = null,
    bool IsTold = false
);
