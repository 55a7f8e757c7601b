using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Pages.Billing;

/// <summary>All that moved the credit of the account, with the balance after each line.</summary>
public sealed class TransactionsModel(UsageClient usage) : SignedInPage
{
    private const int RowsPerPage = 50;

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public BalanceView Balance { get; private set; } = null!;

    public TransactionPage Log { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        var account = Person.AccountId;
        var log = await usage.TransactionsAsync(account, Cursor, RowsPerPage, RequestAborted);
        // An address that names no page of the list.
        if (!log.Succeeded)
            return LocalRedirect("~/credit/transactions");
        // After the lines: what the till has more than they is on its way into the ledger, and not the other way round.
        (Balance, Log) = (await usage.BalanceAsync(account, RequestAborted), log.Value);
        return Page();
    }
}
