using System.Text.Json.Serialization;

namespace Platform.Contracts;

/// <summary>What moved an account's credit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TransactionKind>))]
public enum TransactionKind
{
    /// <summary>All charges of one day (UTC) of the requests' starts.</summary>
    Usage,

    Purchase,
    Refund,

    /// <summary>The payer's bank withholds a payment, so its credit is taken back.</summary>
    Dispute,

    /// <summary>A dispute ended in our favour, or a refund replaced it.</summary>
    DisputeRelease,

    /// <summary>Credit given away.</summary>
    Promotion,
}

/// <summary>
/// One line of GET <see cref="UsageRoutes.Transactions"/><c>?cursor&amp;limit</c>, newest first. The amounts of all lines sum to the
/// account's balance in the ledger.
/// </summary>
/// <param name="At">When it was posted; for a day's charges the last moment of that day.</param>
/// <param name="Description">The pack or the reason; empty for usage.</param>
/// <param name="Reference">What the ledger knows it by; a day for usage.</param>
/// <param name="Amount">What it did to the credit.</param>
/// <param name="Paid">The money that the payer paid; negative when it went back. Zero when none moved.</param>
/// <param name="Requests">How many attempts were made on the day; zero for other lines.</param>
/// <param name="Balance">The sum of this line and all older ones.</param>
public sealed record AccountTransaction(
    DateTimeOffset At,
    TransactionKind Kind,
    string Description,
    string Reference,
    Money Amount,
    Money Paid,
    long Requests,
    Money Balance
);

/// <param name="Balance">The account's balance in the ledger at the moment of the lines.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
public sealed record TransactionPage(IReadOnlyList<AccountTransaction> Transactions, Money Balance, string? NextCursor);
