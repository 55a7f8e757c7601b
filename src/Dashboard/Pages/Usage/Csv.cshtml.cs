using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>
/// The requests that fit the filter, as comma-separated values for a spreadsheet. It is written page by page while it is read, so that it
/// takes the same memory however many there are.
/// </summary>
public sealed class CsvModel(KeysClient keys, UsageClient usage, TimeProvider time) : UsageLogPage
{
    private const int RowsPerRead = 200;

    public async Task<IActionResult> OnGetAsync()
    {
        // The page says what is wrong with the filter.
        if (!HasValidFilter())
            return LocalRedirect("~/usage" + Request.QueryString);
        var person = Person;
        var names = await keys.ListAsync(person.Session, RequestAborted);
        var query = Filter.ToQuery() with { Limit = RowsPerRead };
        var page = await usage.RecordsAsync(person.AccountId, query, RequestAborted);
        if (!page.Succeeded)
            return LocalRedirect("~/usage" + Request.QueryString);

        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture,
            $"attachment; filename=usage-{time.GetUtcNow():yyyy-MM-dd}.csv"
        );
        await using var body = new StreamWriter(Response.Body, leaveOpen: true);
        await body.WriteAsync(UsageCsv.Header);
        while (true)
        {
            foreach (var record in page.Expect().Records)
                await body.WriteAsync(UsageCsv.Row(record, KeyWords.NameOf(names, record.KeyId)));
            await body.FlushAsync(RequestAborted);
            if (page.Value!.NextCursor is not { } next)
                return new EmptyResult();
            page = await NextAsync(person.AccountId, query with { Cursor = next });
        }
    }

    /// <summary>A failure now can only break the answer off, which browsers show as a download that failed.</summary>
    private async Task<Result<Contracts.UsagePage>> NextAsync(Guid account, UsageQuery query)
    {
        try
        {
            return await usage.RecordsAsync(account, query, RequestAborted);
        }
        catch (ServiceUnavailableException)
        {
            HttpContext.Abort();
            throw;
        }
    }
}
