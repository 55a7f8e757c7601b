using Microsoft.Extensions.Options;
using Platform.Contracts;

namespace Platform.Usage.Payments.Purchases;

/// <summary>Makes a pack of an amount that the payer chooses.</summary>
internal sealed class CustomAmounts(IOptions<CustomAmountOptions> options)
{
    /// <summary>Its pack id; no pack on sale has it.</summary>
    public const string PackId = "custom";

    private const long NanoUsdPerCent = Money.NanoPerUsd / 100;

    /// <summary>Null when only packs are on sale.</summary>
    public CustomAmountView? Bounds { get; } =
        options.Value.Enabled ? new CustomAmountView(Money.FromUsd(options.Value.MinUsd), Money.FromUsd(options.Value.MaxUsd)) : null;

    /// <param name="fault">Why the amount cannot be bought; null when it can.</param>
    public PackView? Find(Money amount, out string? fault)
    {
        fault =
            Bounds is null ? "Only the packs are on sale. Choose one of them."
            : amount < Bounds.Min || amount > Bounds.Max || amount.NanoUsd % NanoUsdPerCent != 0
                ? $"Choose an amount from {Bounds.Min} to {Bounds.Max}, in whole cents."
            : null;
        return fault is null ? new PackView(PackId, "Custom amount", amount, amount) : null;
    }
}
