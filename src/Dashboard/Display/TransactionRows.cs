using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>A table of transactions, newest first.</summary>
/// <param name="Posting">
/// What requests of the last seconds cost that is not in the ledger yet; zero on pages that do not begin with the newest.
/// </param>
public sealed record TransactionRows(string Id, string Caption, IReadOnlyList<AccountTransaction> Transactions, Money Posting)
{
    /// <param name="credit">The credit as the page shows it.</param>
    /// <param name="page">The newest transactions.</param>
    public static TransactionRows Newest(string id, string caption, Money credit, TransactionPage page) =>
        new(id, caption, page.Transactions, credit - page.Balance);
}
