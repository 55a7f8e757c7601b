using System.Text.Json.Serialization;

namespace Platform.Contracts;

/// <summary>Usage's <c>GET /provider</c>: who takes the money of new checkouts.</summary>
/// <param name="Name"><c>sandbox</c>, where no money is real, or <c>stripe</c>.</param>
/// <param name="CheckoutOrigin">Scheme and host of its payment page; null when that page is the dashboard's own.</param>
public sealed record ProviderView(string Name, string? CheckoutOrigin);

/// <summary>Usage's <c>POST /accounts/{id}/checkouts</c>: 201 with a <see cref="CheckoutStarted"/>; nothing is owed by asking.</summary>
/// <param name="ReturnUrl">Absolute. Where the payer comes back to; after paying with <c>checkout={id}</c> added to its query.</param>
/// <param name="Provider">One that is configured; null for the platform's own choice.</param>
public sealed record CheckoutRequest(string PackId, string ReturnUrl, string? Provider = null);

/// <param name="RedirectUrl">The provider's payment page.</param>
public sealed record CheckoutStarted(Guid CheckoutId, string RedirectUrl);

[JsonConverter(typeof(JsonStringEnumConverter<CheckoutStatus>))]
public enum CheckoutStatus
{
    Pending,
    Paid,
    Declined,
    Expired,

    /// <summary>All of it was paid back. Partly refunded is still <see cref="Paid"/>.</summary>
    Refunded,

    /// <summary>The payer's bank took money back, for the time being or for good.</summary>
    Disputed,
}

/// <summary>Usage's <c>GET /accounts/{id}/checkouts/{checkoutId}</c>; the list of them is newest first.</summary>
public sealed record CheckoutView(
    Guid Id, string PackId, string PackName, Money Price, Money Credit, string Provider, CheckoutStatus Status, Money Refunded,
    DateTimeOffset CreatedAt, DateTimeOffset? PaidAt)
{
    /// <summary>The payment id of its <see cref="PurchaseView"/>. No caller of <c>POST purchases</c> can choose one with a colon.</summary>
    public string PaymentId => "checkout:" + Id.ToString("N");
}

/// <summary>
/// Usage's <c>POST /accounts/{id}/refunds</c>: 201 the first time, 200 with the same answer for the same <paramref name="Id"/> again, 409
/// when that refund was another or cannot be.
/// </summary>
/// <param name="Amount">Of the price that was paid; null for all that is left.</param>
public sealed record RefundRequest(string Id, Guid CheckoutId, Money? Amount = null);

public sealed record RefundView(string Id, Guid CheckoutId, Money Amount, DateTimeOffset CreatedAt);

/// <summary>
/// Usage's <c>POST /accounts/{id}/promotions</c>, credit given away: 201 the first time, 200 with the same answer for the same
/// <paramref name="Id"/> again, 409 when that promotion had other contents.
/// </summary>
/// <param name="Reason">Shown in the ledger; 1 to 200 characters.</param>
public sealed record PromotionRequest(string Id, Money Amount, string Reason);

public sealed record PromotionView(string Id, Money Amount, string Reason, DateTimeOffset CreatedAt);

/// <summary>What a provider can tell of a payment, whichever the provider.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentEventKind>))]
public enum PaymentEventKind
{
    Paid,
    Declined,
    Expired,

    /// <summary>The amount is all that was refunded of this payment so far, so that order and repeats do not matter.</summary>
    Refunded,
    DisputeOpened,
    DisputeWon,
    DisputeLost,
}
