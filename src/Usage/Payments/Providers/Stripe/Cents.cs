using System.Text.Json;
using Platform.Contracts;
using Stripe;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Amounts as Stripe counts US dollars.</summary>
internal static class Cents
{
    private const long NanoUsdPerCent = Money.NanoPerUsd / 100;

    public static bool AreWhole(Money amount) => amount.NanoUsd % NanoUsdPerCent == 0;

    public static long Of(Money amount) => amount.NanoUsd / NanoUsdPerCent;

    /// <summary>Null when it is not stated. The property of Stripe.net is zero then, which would be an amount like any other.</summary>
    /// <exception cref="OverflowException">More than there is money.</exception>
    public static Money? In(StripeEntity entity, string field) =>
        entity.RawJsonElement is { } json && json.TryGetProperty(field, out var cents) && cents.ValueKind == JsonValueKind.Number
            ? new Money(checked(cents.GetInt64() * NanoUsdPerCent))
            : null;
}
