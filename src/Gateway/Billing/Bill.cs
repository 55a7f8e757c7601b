using Platform.Contracts;

namespace Platform.Gateway.Billing;

/// <summary>What an answer is charged, as far as it has come: the upstream's count if there is one, else ours.</summary>
public readonly record struct Bill(TokenUsage Usage, UsageSource Source, Money Cost)
{
    public static Bill Nothing { get; } = new(TokenUsage.None, UsageSource.None, Money.Zero);
}
