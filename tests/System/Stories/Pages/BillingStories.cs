using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>What a payer finds on the Credit page: every movement of their credit, every payment they began, and what to do next.</summary>
[Collection(PlatformCollection.Name)]
public sealed class BillingStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const int Gifts = 60;

    [Fact]
    public async Task Amounts_of_all_transactions_sum_to_the_balance_on_every_page_and_in_the_csv()
    {
        var payer = await Payer.RegisterAsync(platform);
        var paid = await PaidAsync(payer);
        using (var refund = await payer.PostAsync("refunds", new RefundRequest($"r-{paid:N}", paid, Money.FromUsd(1.25m))))
            Assert.Equal(HttpStatusCode.Created, refund.StatusCode);
        foreach (var i in Enumerable.Range(1, Gifts))
            using (var given = await payer.PostAsync("promotions", new PromotionRequest($"g{i}-{paid:N}", new Money(i), "=1+1")))
                Assert.Equal(HttpStatusCode.Created, given.StatusCode);
        var client = await payer.Person.ClientAsync();
        foreach (var _ in Enumerable.Range(0, 3))
            using (var called = await client.ChatAsync(Chat.Body()))
                Assert.Equal(HttpStatusCode.OK, called.StatusCode);
        await payer.Person.UsageAsync(3);
        await platform.ExpectSettledAsync(payer.Person);
        var balance = (await payer.Person.BalanceAsync()).Credit;

        var lines = await LinesAsync(payer.Person, limit: 7);
        Assert.Equal(1 + 1 + Gifts + 1, lines.Count);
        Assert.Equal(balance, Sum(lines));
        Assert.Equal(balance, lines[0].Balance);
        Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.Equal(pair.First.Balance - pair.First.Amount, pair.Second.Balance));
        Assert.Equal(lines[^1].Amount, lines[^1].Balance);
        var charges = Assert.Single(lines, line => line.Kind == TransactionKind.Usage);
        var records = await payer.Person.UsageAsync(3);
        Assert.Equal((3, -records.Aggregate(Money.Zero, (sum, each) => sum + each.Charge)), (charges.Requests, charges.Amount));
        var back = Assert.Single(lines, line => line.Kind == TransactionKind.Refund);
        Assert.Equal((-Money.FromUsd(1.25m), -Money.FromUsd(1.25m)), (back.Amount, back.Paid));

        await ExpectPagesAsync(payer.Person, balance);
        await ExpectCsvAsync(payer.Person, balance);
    }

    [Fact]
    public async Task Every_payment_is_listed_its_end_is_said_once_and_the_next_step_is_one_click_away()
    {
        var payer = await Payer.RegisterAsync(platform);
        var page = await chromium.SignInAsync(platform, payer.Person, javaScript: false);
        await BuyAsync(page, "Decline");
        await Expect(page.Locator("#checkout")).ToHaveAttributeAsync("data-status", "Declined");
        await page.ReloadAsync();
        await Expect(page.Locator("#checkout")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Buy Builder" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back without paying" }).ClickAsync();
        var rows = page.Locator("#payments tbody tr");
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.Nth(0)).ToContainTextAsync("Pending");
        await Expect(rows.Nth(1)).ToContainTextAsync("Declined");
        await Expect(rows.Nth(1).GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", "#packs");

        // The payment that was left can still be made.
        await rows.Nth(0).GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay", Exact = true }).ClickAsync();
        await Expect(page.Locator("#checkout")).ToContainTextAsync("Paid. $20.00 of credit was added");
        Assert.Equal("/credit", new Uri(page.Url).PathAndQuery);
        await Expect(page.Locator("#transactions tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("#transactions tbody tr")).ToContainTextAsync("+$20.00");
        await page.Locator("#next-step").GetByRole(AriaRole.Link, new() { Name = "Codex CLI" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/connect/codex$"));
        await page.GotoAsync("/credit");
        await Expect(page.Locator("#checkout")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_amount_of_ones_own_is_bought_as_it_is_written_and_never_guessed()
    {
        var payer = await Payer.RegisterAsync(platform);
        var page = await chromium.SignInAsync(platform, payer.Person, javaScript: false);
        foreach (
            var (text, words) in ((string, string)[])
                [
                    ("", "Write US dollars in digits"),
                    ("12,50", "12,50 has two readings: 12.50 and 1250."),
                    ("4.99", "Choose an amount from $5.00 to $1000.00, in whole cents."),
                    ("1000.01", "Choose an amount from $5.00 to $1000.00, in whole cents."),
                    ("12.5001", "Choose an amount from $5.00 to $1000.00, in whole cents."),
                ]
        )
        {
            await page.GotoAsync("/credit");
            await page.GetByLabel("US dollars").FillAsync(text);
            await page.GetByRole(AriaRole.Button, new() { Name = "Buy this amount" }).ClickAsync();
            await Expect(page.Locator("#Amount-error")).ToContainTextAsync(words);
            await Expect(page.Locator("#Amount")).ToHaveValueAsync(text);
        }

        await page.GetByLabel("US dollars").FillAsync("$ 12.50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy this amount" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Pay $12.50" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay", Exact = true }).ClickAsync();
        await Expect(page.Locator("#checkout")).ToContainTextAsync("Paid. $12.50 of credit was added");
        Assert.Equal([("purchase", Money.FromUsd(12.5m))], await payer.LedgerAsync());
        using var both = await payer.PostAsync("checkouts", new CheckoutRequest("starter", "http://localhost/", null, Money.FromUsd(5)));
        Assert.Equal(HttpStatusCode.BadRequest, both.StatusCode);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_of_transactions_that_is_none_leads_to_the_first()
    {
        using var visitor = await PageVisitor.SignInAsync(platform, await Person.RegisterAsync(platform, pack: null));
        using var away = await visitor.GetAsync("/credit/transactions?cursor=x");
        Assert.Equal((HttpStatusCode.Found, "/credit/transactions"), (away.StatusCode, away.Headers.Location!.OriginalString));
        using var none = await visitor.GetAsync("/credit/transactions.csv");
        Assert.Equal(
            "time,kind,description,reference,amount_usd,balance_usd,paid_usd,requests\r\n",
            await none.Content.ReadAsStringAsync()
        );
    }

    private static Money Sum(IEnumerable<AccountTransaction> lines) => lines.Aggregate(Money.Zero, (sum, line) => sum + line.Amount);

    private static async Task<Guid> PaidAsync(Payer payer)
    {
        var checkout = (await payer.StartAsync()).CheckoutId;
        using var paid = await payer.SendWebhookAsync(
            new SandboxWebhook($"evt_{checkout:N}", PaymentEventKind.Paid, checkout, Money.FromUsd(5))
        );
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        return checkout;
    }

    /// <summary>All lines, read in pages.</summary>
    private async Task<IReadOnlyList<AccountTransaction>> LinesAsync(Person person, int limit)
    {
        var lines = new List<AccountTransaction>();
        string? cursor = null;
        do
        {
            var page = await platform.Usage.GetFromJsonAsync<TransactionPage>(
                $"/accounts/{person.Id}/transactions?limit={limit}" + (cursor is null ? "" : $"&cursor={cursor}")
            );
            lines.AddRange(page!.Transactions);
            cursor = page.NextCursor;
        } while (cursor is not null);
        return lines;
    }

    private async Task ExpectPagesAsync(Person person, Money balance)
    {
        var page = await chromium.SignInAsync(platform, person, javaScript: false);
        await page.GotoAsync("/credit/transactions");
        await Expect(page.Locator("#balance")).ToHaveAttributeAsync("value", balance.NanoUsd.ToString(CultureInfo.InvariantCulture));
        await Expect(page.Locator("#transactions tbody tr")).ToHaveCountAsync(50);
        var sum = await SumAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Older transactions" }).ClickAsync();
        await Expect(page.Locator("#transactions tbody tr")).ToHaveCountAsync(Gifts + 3 - 50);
        Assert.Equal(balance.NanoUsd, sum + await SumAsync(page));
        await page.Context.CloseAsync();
    }

    private static async Task<long> SumAsync(IPage page) =>
        (await page.Locator("#transactions .pr1 data").EvaluateAllAsync<string[]>("amounts => amounts.map(amount => amount.value)")).Sum(
            text => long.Parse(text, CultureInfo.InvariantCulture)
        );

    private async Task ExpectCsvAsync(Person person, Money balance)
    {
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var file = await visitor.GetAsync("/credit/transactions.csv");
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        var lines = (await file.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(Gifts + 3, lines.Length);
        Assert.Equal(balance.Usd, lines.Sum(line => decimal.Parse(line.Split(',')[4], CultureInfo.InvariantCulture)));
        Assert.Contains(lines, line => line.Contains(",Promotion,'=1+1,", StringComparison.Ordinal));
    }

    private static async Task BuyAsync(IPage page, string button)
    {
        await page.GotoAsync("/credit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy Starter" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }
}
