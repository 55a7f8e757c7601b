using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>What has become of a payment, as its payer reads it.</summary>
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

    /// <summary>In a table.</summary>
    public static string Short(CheckoutView checkout) =>
        checkout.Status switch
        {
            CheckoutStatus.Paid when checkout.Refunded > Money.Zero => $"Paid, {Amounts.Exact(checkout.Refunded)} refunded",
            var status => status.ToString(),
        };

    /// <summary>
    /// Seconds until a waiting page looks again by itself; null when it is decided, or has taken so long that the payer has surely gone.
    /// </summary>
    public static int? LookAgain(CheckoutView checkout, DateTimeOffset now) =>
        (checkout.Status, (now - checkout.CreatedAt).TotalMinutes) switch
        {
            (CheckoutStatus.Pending, < 5) => 2,
            (CheckoutStatus.Pending, < 60) => 30,
            _ => null,
        };
}
