using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Describes what moved the credit of an account.</summary>
public static class TransactionWords
{
    public static string Title(AccountTransaction transaction) =>
        transaction.Kind switch
        {
            TransactionKind.Usage => "Usage",
            TransactionKind.Purchase => $"Bought {transaction.Description}",
            TransactionKind.Refund => $"Refund of {transaction.Description}",
            TransactionKind.Dispute => $"{transaction.Description} disputed by your bank",
            TransactionKind.DisputeRelease => $"Dispute of {transaction.Description} closed",
            _ => $"Free credit: {transaction.Description}",
        };

    /// <summary>What the amount does not say; null when there is nothing more.</summary>
    public static string? Detail(AccountTransaction transaction) =>
        transaction.Kind switch
        {
            TransactionKind.Usage => Amounts.Count(transaction.Requests, "request"),
            TransactionKind.Purchase when transaction.Paid != transaction.Amount => $"{Amounts.Exact(transaction.Paid)} paid",
            TransactionKind.Refund => $"{Amounts.Exact(-transaction.Paid)} returned to you",
            TransactionKind.Dispute => $"{Amounts.Exact(-transaction.Paid)} withheld by your bank",
            _ => null,
        };

    /// <summary>With its sign: <c>+$5.00</c>, <c>-$0.012</c>.</summary>
    public static string Signed(MoneyColumn column, Money amount) => (amount > Money.Zero ? "+" : "") + column.Text(amount);

    /// <summary>The day of charges; of all else the moment.</summary>
    public static string When(AccountTransaction transaction) =>
        transaction.Kind == TransactionKind.Usage ? transaction.Reference : Timestamps.InColumn(transaction.At);
}
