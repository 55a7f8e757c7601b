using Platform.Contracts;

namespace Platform.Usage.Payments.Course;

/// <summary>What was agreed: so much paid for so much credit.</summary>
internal sealed record Deal(Money Price, Money Credit)
{
    /// <summary>The credit that goes back when <paramref name="withdrawn"/> of the price does: its share, rounded up, and with the last of it all.</summary>
    public Money CreditFor(Money withdrawn) =>
        new((long)(((Int128)Credit.NanoUsd * withdrawn.NanoUsd + Price.NanoUsd - 1) / Price.NanoUsd));
}
