using Platform.Contracts;
using static Platform.Dashboard.Display.CsvText;

namespace Platform.Dashboard.Display;

/// <summary>The transactions of an account as comma-separated values, one line for each.</summary>
public static class TransactionCsv
{
    public const string Header = "time,kind,description,reference,amount_usd,balance_usd,paid_usd,requests\r\n";

    public static string Row(AccountTransaction transaction) =>
        string.Join(
            ',',
            transaction.Kind == TransactionKind.Usage ? transaction.Reference : Timestamps.Machine(transaction.At),
            transaction.Kind.ToString(),
            Text(transaction.Description),
            Text(transaction.Reference),
            Usd(transaction.Amount),
            Usd(transaction.Balance),
            Usd(transaction.Paid),
            Number(transaction.Requests)
        ) + "\r\n";
}
