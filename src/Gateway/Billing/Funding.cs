using Platform.Contracts;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Billing;

/// <summary>What pays for a request in flight.</summary>
/// <param name="Hold">The credit set aside so far.</param>
/// <param name="ExtendAsync">Asks the till to add an amount to the hold, which has grown once the task completes. Never throws.</param>
/// <param name="StepTokens">Tokens of output to ask for at a time, for one choice.</param>
internal sealed record Funding(ActiveHold Hold, Func<Money, Task<Extension>> ExtendAsync, long StepTokens);

/// <summary>What was added to a hold.</summary>
/// <param name="Shortage">Why it was less than wanted; null when it was not.</param>
internal readonly record struct Extension(Money Granted, ApiError? Shortage);
