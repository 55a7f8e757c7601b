using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Sessions;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Pages;

/// <summary>The downloads for spreadsheets, of any length.</summary>
public sealed class CsvTests
{
    private const int Pages = 5;
    private const int RowsPerPage = 20;

    private static readonly UsageRecord Request = new(
        "req_1",
        1,
        "AbcdEfghIjkl",
        "/v1/chat/completions",
        "gpt-4.1",
        "primary",
        false,
        default,
        840,
        null,
        200,
        Outcome.Completed,
        null,
        new TokenUsage(1, 0, 0, 1, 0),
        UsageSource.Upstream,
        new Price(3, 0, 0),
        Money.Zero,
        Money.Zero,
        null,
        null
    );

    private static readonly AccountTransaction Gift = new(default, TransactionKind.Promotion, "gift", "g-1", new(1), Money.Zero, 0, new(1));

    [Fact]
    public Task Requests_are_sent_before_the_next_ones_are_read() =>
        ExpectPagesAsync(
            next => new UsagePage([.. Enumerable.Repeat(Request, RowsPerPage)], next),
            (keys, usage) => new Platform.Dashboard.Pages.Usage.CsvModel(keys, usage, TimeProvider.System),
            page => ((Platform.Dashboard.Pages.Usage.CsvModel)page).OnGetAsync()
        );

    [Fact]
    public Task Transactions_are_sent_before_the_next_ones_are_read() =>
        ExpectPagesAsync(
            next => new TransactionPage([.. Enumerable.Repeat(Gift, RowsPerPage)], new(1), next),
            (_, usage) => new Platform.Dashboard.Pages.Billing.CsvModel(usage, TimeProvider.System),
            page => ((Platform.Dashboard.Pages.Billing.CsvModel)page).OnGetAsync()
        );

    private static async Task ExpectPagesAsync<T>(
        Func<string?, T> pageBefore,
        Func<KeysClient, UsageClient, PageModel> model,
        Func<PageModel, Task<IActionResult>> get
    )
    {
        using var sent = new MemoryStream();
        List<int> linesSent = [];
        using var usage = new HttpClient(
            new Service(() =>
            {
                linesSent.Add(Lines(sent));
                return pageBefore(linesSent.Count < Pages ? $"c{linesSent.Count}" : null)!;
            })
        )
        {
            BaseAddress = new("http://usage"),
        };
        using var accounts = new HttpClient(new Service(() => Array.Empty<KeyView>())) { BaseAddress = new("http://accounts") };
        var page = model(new KeysClient(accounts), new UsageClient(usage));
        page.PageContext.HttpContext = new DefaultHttpContext
        {
            User = new Person(Guid.Empty, "a@example.com", "session").ToPrincipal("test"),
            Response = { Body = sent },
        };

        await get(page);

        Assert.Equal([0, .. Enumerable.Range(1, Pages - 1).Select(read => 1 + (read * RowsPerPage))], linesSent);
        Assert.Equal(1 + (Pages * RowsPerPage), Lines(sent));
    }

    private static int Lines(MemoryStream sent) => sent.ToArray().Count(letter => letter == '\n');

    private sealed class Service(Func<object> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var value = answer();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(value, value.GetType()) });
        }
    }
}
