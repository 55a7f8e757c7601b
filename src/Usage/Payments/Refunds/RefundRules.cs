using Platform.Contracts;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Refunds;

/// <summary>When a refund may be requested. Each rule returns a sentence that says why not; null when it may.</summary>
internal static class RefundRules
{
    /// <summary>
    /// The objection to a new refund of <paramref name="amount"/>, of which at most <paramref name="left"/> can be refunded.
    /// </summary>
    /// <param name="provider">The provider of the checkout; null when it is not configured.</param>
    public static string? Objection(Checkout checkout, Money amount, Money left, IPaymentProvider? provider) =>
        !checkout.Posted.Paid ? "The checkout has not been paid."
        : left <= Money.Zero ? "Nothing is left of this payment that could be refunded."
        : amount > left ? $"amount is {amount}; of this payment {left} is left that can be refunded."
        : provider is null ? $"The provider '{checkout.Provider}' is not configured (Payments:Provider), so it cannot make the refund."
        : provider.Objection(amount);

    /// <summary>The objection to requesting the stored <paramref name="refund"/> again.</summary>
    /// <param name="refund">Null when its id belongs to a refund of another account.</param>
    public static string? Objection(RefundRequest request, Checkout checkout, Refund? refund, DateTimeOffset now) =>
        refund is null || refund.CheckoutId != checkout.Id || (request.Amount is { } other && other != refund.Amount)
            ? $"The refund '{request.Id}' exists with another checkoutId or amount. Use a new id for a new refund."
        : refund.Status == RefundStatus.Refused ? $"The provider has refused the refund '{request.Id}'. Use a new id to try again."
        : refund.IsPastIdempotency(now)
            ? $"The provider never answered the refund '{request.Id}', and may have forgotten it. "
                + "Check in the provider's dashboard whether it was made; its webhook posts it."
        : null;
}
