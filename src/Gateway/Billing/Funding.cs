using Platform.Contracts;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Billing;

/// <summary>The credit that pays for a request in flight.</summary>
/// <param name="Hold">The credit set aside so far.</param>
/// <param name="ExtendAsync">
/// Asks the till to raise the hold by an amount; the hold has grown when the task completes. Never throws.
/// </param>
/// <param name="StepTokens">How many tokens of output an extension asks for, for each choice.</param>
internal sealed record Funding(ActiveHold Hold, Func<Money, Task<Extension>> ExtendAsync, long StepTokens)
{
    /// <summary>
    /// Asked before a route of a model is tried: lets the hold count against the limits of that model in place of those of the model before.
    /// Null where no model that may answer has limits. Never throws.
    /// </summary>
    public Func<Model, ValueTask<HoldMove>>? MoveAsync { get; init; }
}

/// <summary>Whether the limits of a model have room for a request that another model was asked for.</summary>
/// <param name="HasRoom">Without room its routes are not tried.</param>
/// <param name="Refusal">The answer to the caller where no other model answers; null where waiting does not help.</param>
internal readonly record struct HoldMove(bool HasRoom, ApiError? Refusal = null);

/// <summary>What was added to a hold.</summary>
/// <param name="Shortage">Why less was added than asked for; null when all of it was added.</param>
internal readonly record struct Extension(Money Granted, ApiError? Shortage);
