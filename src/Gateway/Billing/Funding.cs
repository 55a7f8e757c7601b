using Platform.Contracts;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Billing;

/// <summary>The credit that pays for a request in flight.</summary>
/// <param name="Hold">The credit set aside so far.</param>
/// <param name="ExtendAsync">
/// Asks the till to raise the hold by an amount; the hold has grown when the task completes. Never throws.
/// </param>
/// <param name="StepTokens">How many tokens of output an extension asks for, for each choice.</param>
internal sealed record Funding(ActiveHold Hold, Func<Money, Task<Extension>> ExtendAsync, long StepTokens);

/// <summary>What was added to a hold.</summary>
/// <param name="Shortage">Why less was added than asked for; null when all of it was added.</param>
internal readonly record struct Extension(Money Granted, ApiError? Shortage);
