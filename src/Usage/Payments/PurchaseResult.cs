using Platform.Contracts;

namespace Platform.Usage.Payments;

internal enum PurchaseStatus
{
    Created,

    /// <summary>The same payment was made before; nothing changed.</summary>
    Repeated,

    /// <summary>The payment id was used for something else.</summary>
    Conflict,

    UnknownPack,
}

/// <param name="Purchase">The purchase of this payment; null when there is none of this account.</param>
/// <param name="Field">In a conflict, the field of the request that differs.</param>
internal sealed record PurchaseResult(PurchaseStatus Status, PurchaseView? Purchase = null, string? Field = null)
{
    /// <summary>What asking again for a known payment comes to.</summary>
    public static PurchaseResult Again(PaymentRow payment, Guid account, PurchaseRequest request) =>
        payment.AccountId != account ? new(PurchaseStatus.Conflict, Field: "accountId")
        : payment.PackId != request.PackId ? new(PurchaseStatus.Conflict, payment.View, "packId")
        : new(PurchaseStatus.Repeated, payment.View);
}
