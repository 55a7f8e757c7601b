using Platform.Contracts;

namespace Platform.Usage.Payments.Purchases;

internal enum PurchaseStatus
{
    Created,

    /// <summary>The payment id exists with the same contents; nothing changed.</summary>
    Repeated,

    /// <summary>The payment id exists with other contents.</summary>
    Conflict,

    UnknownPack,
}

/// <param name="Purchase">The purchase of this payment id; null when the account has none.</param>
/// <param name="Field">In a conflict, the field of the request that differs.</param>
internal sealed record PurchaseResult(PurchaseStatus Status, PurchaseView? Purchase = null, string? Field = null)
{
    /// <summary>The result of a request whose payment id exists already.</summary>
    public static PurchaseResult FromKnown(PurchaseRow known, Guid account, PurchaseRequest request) =>
        known.AccountId != account ? new(PurchaseStatus.Conflict, Field: "accountId")
        : known.PackId != request.PackId ? new(PurchaseStatus.Conflict, known.View, "packId")
        : new(PurchaseStatus.Repeated, known.View);
}
