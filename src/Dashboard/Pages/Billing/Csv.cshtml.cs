using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Billing;

/// <summary>
/// All transactions as comma-separated values for a spreadsheet. They are written page by page while they are read, so that they take the
/// same memory however many there are.
/// </summary>
public sealed class CsvModel(UsageClient usage, TimeProvider time) : SignedInPage
{
    private const int RowsPerRead = 500;

    public async Task<IActionResult> OnGetAsync()
    {
        var account = Person.AccountId;
        var page = (await usage.TransactionsAsync(account, null, RowsPerRead, RequestAborted)).Expect();
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture,
            $"attachment; filename=transactions-{time.GetUtcNow():yyyy-MM-dd}.csv"
        );
        await using var body = new StreamWriter(Response.Body, leaveOpen: true);
        await body.WriteAsync(TransactionCsv.Header);
        while (true)
        {
            foreach (var transaction in page.Transactions)
                await body.WriteAsync(TransactionCsv.Row(transaction));
            await body.FlushAsync(RequestAborted);
            if (page.NextCursor is not { } next)
                return new EmptyResult();
            page = await NextAsync(account, next);
        }
    }

    /// <summary>A failure now can only break the answer off, which browsers show as a download that failed.</summary>
    private async Task<TransactionPage> NextAsync(Guid account, string cursor)
    {
        try
        {
            return (await usage.TransactionsAsync(account, cursor, RowsPerRead, RequestAborted)).Expect();
        }
        catch (ServiceUnavailableException)
        {
            HttpContext.Abort();
            throw;
        }
    }
}
