using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Describes the state of a payment to its payer.</summary>
public static class CheckoutWords
{
    public static string Sentence(CheckoutView checkout) =>
        checkout.Status switch
        {
            CheckoutStatus.Pending =>
                $"Your payment of {Amounts.Exact(checkout.Price)} has not been confirmed yet. The credit appears here as soon as it "
                    + "is; you need not wait.",
            CheckoutStatus.Paid => $"Paid. {Amounts.Exact(checkout.Credit)} of credit was added to your account.",
            CheckoutStatus.Declined => "The payment was declined. Nothing was bought. Choose a pack to try again.",
            CheckoutStatus.Expired => "The payment was not made in time. Nothing was bought. Choose a pack to try again.",
            CheckoutStatus.Refunded => "This payment was refunded, and its credit was taken back.",
            _ => "Your bank disputes this payment, so its credit was taken back.",
        };

    /// <summary>The status in a table.</summary>
    public static string Short(CheckoutView checkout) =>
        checkout.Status switch
        {
            CheckoutStatus.Paid when checkout.Refunded > Money.Zero => $"Paid, {Amounts.Exact(checkout.Refunded)} refunded",
            var status => status.ToString(),
        };

    /// <summary>Whether the payer went away without paying. The payment can still be made as long as the provider keeps it open.</summary>
    public static bool IsLeft(CheckoutView checkout, DateTimeOffset now) =>
        checkout.Status == CheckoutStatus.Pending && now - checkout.CreatedAt > TimeSpan.FromHours(1);

    public static StatusMark Mark(CheckoutView checkout, DateTimeOffset now) =>
        checkout.Status switch
        {
            CheckoutStatus.Pending when IsLeft(checkout, now) => StatusMark.Off("Left unpaid"),
            CheckoutStatus.Paid when checkout.Refunded > Money.Zero => StatusMark.Info("Partly refunded") with { Icon = "undo" },
            CheckoutStatus.Paid => StatusMark.Good(Short(checkout)),
            CheckoutStatus.Pending => StatusMark.Waiting(Short(checkout)),
            CheckoutStatus.Declined or CheckoutStatus.Disputed => StatusMark.Bad(Short(checkout)),
            CheckoutStatus.Refunded => StatusMark.Info(Short(checkout)) with { Icon = "undo" },
            _ => StatusMark.Off(Short(checkout)),
        };

    /// <summary>
    /// Seconds until a waiting page refreshes itself; null when the payment is decided or older than an hour.
    /// </summary>
    public static int? RefreshSeconds(CheckoutView checkout, DateTimeOffset now) =>
        (checkout.Status, (now - checkout.CreatedAt).TotalMinutes) switch
        {
            (CheckoutStatus.Pending, < 5) => 2,
            (CheckoutStatus.Pending, < 60) => 30,
            _ => null,
        };
}
