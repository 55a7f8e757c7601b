using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>A table of payments: paid, waiting, declined, left unpaid.</summary>
public sealed record PaymentRows(IReadOnlyList<CheckoutView> Checkouts, DateTimeOffset Now)
{
    /// <summary>So many does Usage list.</summary>
    public const int MaxRows = 100;
}
