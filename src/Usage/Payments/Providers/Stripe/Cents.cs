using System.Globalization;
using Platform.Contracts;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Amounts as Stripe counts US dollars.</summary>
internal static class Cents
{
    private const long NanoUsdPerCent = Money.NanoPerUsd / 100;

    public static bool AreWhole(Money amount) => amount.NanoUsd % NanoUsdPerCent == 0;

    public static string Of(Money amount) => (amount.NanoUsd / NanoUsdPerCent).ToString(CultureInfo.InvariantCulture);

    /// <exception cref="OverflowException">More than there is money.</exception>
    public static Money ToMoney(long cents) => new(checked(cents * NanoUsdPerCent));
}
