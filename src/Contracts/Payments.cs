using System.Text.Json.Serialization;

namespace Platform.Contracts;

/// <summary>
/// The payment providers that exist. A name is in the path of a provider's webhooks, in the configuration and in the database.
/// </summary>
public static class ProviderNames
{
    /// <summary>Our provider without real money.</summary>
    public const string Sandbox = "sandbox";

    public const string Stripe = "stripe";
}

/// <summary><see cref="UsageRoutes.Provider"/>: the provider of new checkouts.</summary>
/// <param name="Name">One of <see cref="ProviderNames"/>.</param>
/// <param name="CheckoutOrigin">Scheme and host of its payment page; null when the dashboard serves that page.</param>
/// <param name="CustomAmount">The bounds of an amount that the payer chooses; null when only packs are on sale.</param>
public sealed record ProviderView(string Name, string? CheckoutOrigin, CustomAmountView? CustomAmount = null);

public sealed record CustomAmountView(Money Min, Money Max);

/// <summary>POST <see cref="UsageRoutes.Checkouts"/>: 201 with a <see cref="CheckoutStarted"/>; starting one owes nothing.</summary>
/// <param name="PackId">A pack on sale; null for an <paramref name="Amount"/>.</param>
/// <param name="ReturnUrl">Absolute. Where the payer returns to; after paying, with <c>checkout={id}</c> added to its query.</param>
/// <param name="Provider">A configured provider; null for the platform's choice.</param>
/// <param name="Amount">An amount that the payer chooses, instead of a pack: as much credit as is paid.</param>
public sealed record CheckoutRequest(string? PackId, string ReturnUrl, string? Provider = null, Money? Amount = null);

/// <param name="RedirectUrl">The provider's payment page.</param>
public sealed record CheckoutStarted(Guid CheckoutId, string RedirectUrl);

[JsonConverter(typeof(JsonStringEnumConverter<CheckoutStatus>))]
public enum CheckoutStatus
{
    Pending,
    Paid,
    Declined,
    Expired,

    /// <summary>The whole price was refunded. Partly refunded is still <see cref="Paid"/>.</summary>
    Refunded,

    /// <summary>The payer's bank withholds money, temporarily or for good.</summary>
    Disputed,
}

/// <summary>GET <see cref="UsageRoutes.Checkout"/>; the list of them is newest first.</summary>
public sealed record CheckoutView(
    Guid Id,
    string PackId,
    string PackName,
    Money Price,
    Money Credit,
    string Provider,
    CheckoutStatus Status,
    Money Refunded,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PaidAt
)
{
    /// <summary>The payment id of its <see cref="PurchaseView"/>. It holds a colon, which no caller of POST purchases may send.</summary>
    public string PaymentId => "checkout:" + Id.ToString("N");
}

/// <summary>
/// POST <see cref="UsageRoutes.Refunds"/>: 201 the first time, 200 with the same answer for the same <paramref name="Id"/> again, 409 when
/// that id has other contents or the refund is not possible.
/// </summary>
/// <param name="Amount">The part of the price to refund; null for all that is left.</param>
public sealed record RefundRequest(string Id, Guid CheckoutId, Money? Amount = null);

public sealed record RefundView(string Id, Guid CheckoutId, Money Amount, DateTimeOffset CreatedAt);

/// <summary>
/// POST <see cref="UsageRoutes.Promotions"/>, credit given away: 201 the first time, 200 with the same answer for the same
/// <paramref name="Id"/> again, 409 when that id has other contents.
/// </summary>
/// <param name="Reason">Shown in the ledger; 1 to 200 characters.</param>
public sealed record PromotionRequest(string Id, Money Amount, string Reason);

public sealed record PromotionView(string Id, Money Amount, string Reason, DateTimeOffset CreatedAt);

/// <summary>The events of a payment, the same for all providers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentEventKind>))]
public enum PaymentEventKind
{
    Paid,
    Declined,
    Expired,

    /// <summary>The amount is the sum of all refunds of the payment so far, so that order and repeats do not matter.</summary>
    Refunded,
    DisputeOpened,
    DisputeWon,
    DisputeLost,
}
