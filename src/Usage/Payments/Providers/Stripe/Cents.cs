using System.Text.Json;
using Platform.Contracts;
using Stripe;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Stripe states amounts of US dollars in whole cents.</summary>
internal static class Cents
{
    private const long NanoUsdPerCent = Money.NanoPerUsd / 100;

    public static bool AreWhole(Money amount) => amount.NanoUsd % NanoUsdPerCent == 0;

    public static long From(Money amount) => amount.NanoUsd / NanoUsdPerCent;

    /// <summary>Null when the field is absent. The property of Stripe.net would be zero, which is a valid amount.</summary>
    /// <exception cref="OverflowException">The amount does not fit a <see cref="Money"/>.</exception>
    public static Money? Read(StripeEntity entity, string field) =>
        entity.RawJsonElement is { } json && json.TryGetProperty(field, out var cents) && cents.ValueKind == JsonValueKind.Number
            ? new Money(checked(cents.GetInt64() * NanoUsdPerCent))
            : null;
}
