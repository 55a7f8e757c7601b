using Platform.Contracts;

namespace Platform.Usage.Payments;

internal sealed record PaymentRow(string PaymentId, Guid AccountId, string PackId, long PriceNano, long CreditNano, DateTime CreatedAt)
{
    public PurchaseView View => new(PaymentId, PackId, new Money(PriceNano), new Money(CreditNano), CreatedAt);
}
