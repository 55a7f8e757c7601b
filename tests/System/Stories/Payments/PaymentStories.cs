using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Payments;

/// <summary>
/// Credit for money: once, at once, and gone again when the money is. The provider is the sandbox; its webhooks are real.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class PaymentStories(PlatformFixture platform)
{
    private static readonly Money Five = Money.FromUsd(5);

    private static SandboxWebhook Event(Guid checkout, PaymentEventKind kind, Money amount, string? dispute = null) =>
        new($"evt_{Guid.CreateVersion7():N}", kind, checkout, amount, dispute);

    private static SandboxWebhook Paid(Guid checkout) => Event(checkout, PaymentEventKind.Paid, Five);

    private async Task<(Payer Payer, Guid Checkout)> PaidAsync()
    {
        var payer = await Payer.RegisterAsync(platform);
        var checkout = (await payer.StartAsync()).CheckoutId;
        using var paid = await payer.SendWebhookAsync(Paid(checkout));
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        return (payer, checkout);
    }

    [Fact]
    public async Task Credit_can_be_spent_as_soon_as_the_payment_is_known()
    {
        var payer = await Payer.RegisterAsync(platform);
        var client = await payer.Person.ClientAsync();
        var started = await payer.StartAsync();
        Assert.Equal($"http://localhost/sandbox-checkout/{started.CheckoutId}", started.RedirectUrl);
        Assert.Equal(CheckoutStatus.Pending, (await payer.CheckoutAsync(started.CheckoutId)).Status);
        using (var poor = await client.ChatAsync(Chat.Body()))
            Assert.Equal(HttpStatusCode.Forbidden, poor.StatusCode);

        (await payer.SendWebhookAsync(Paid(started.CheckoutId))).EnsureSuccessStatusCode();
        Assert.Equal(new BalanceView(Five, Money.Zero), await payer.Person.BalanceAsync());
        using (var rich = await client.ChatAsync(Chat.Body()))
            Assert.Equal(HttpStatusCode.OK, rich.StatusCode);

        var checkout = await payer.CheckoutAsync(started.CheckoutId);
        Assert.Equal((CheckoutStatus.Paid, Five, true), (checkout.Status, checkout.Credit, checkout.PaidAt is not null));
        var purchase = Assert.Single((await platform.Usage.GetFromJsonAsync<PurchaseView[]>($"/accounts/{payer.Person.Id}/purchases"))!);
        Assert.Equal((checkout.PaymentId, "starter", Five, Five), (purchase.PaymentId, purchase.PackId, purchase.Price, purchase.Credit));
    }

    [Fact]
    public async Task Credit_is_in_the_balance_within_a_second_of_the_payment()
    {
        var payer = await Payer.RegisterAsync(platform);
        var paid = Money.Zero;
        var limit = TimeSpan.FromSeconds(1);
        var shortest = await Shortest.OfThreeAsync(
            limit,
            async () =>
            {
                var webhook = Paid((await payer.StartAsync()).CheckoutId);
                var sent = Stopwatch.StartNew();
                (await payer.SendWebhookAsync(webhook)).EnsureSuccessStatusCode();
                var balance = await payer.Person.BalanceAsync();
                Assert.Equal(new BalanceView(paid += Five, Money.Zero), balance);
                return sent.Elapsed;
            }
        );
        Assert.InRange(shortest, TimeSpan.Zero, limit);
    }

    [Fact]
    public async Task A_declined_payment_buys_nothing_and_may_still_succeed()
    {
        var payer = await Payer.RegisterAsync(platform);
        var checkout = (await payer.StartAsync()).CheckoutId;
        (await payer.SendWebhookAsync(Event(checkout, PaymentEventKind.Declined, Money.Zero))).EnsureSuccessStatusCode();
        Assert.Equal(CheckoutStatus.Declined, (await payer.CheckoutAsync(checkout)).Status);
        Assert.Empty(await payer.LedgerAsync());

        (await payer.SendWebhookAsync(Paid(checkout))).EnsureSuccessStatusCode();
        Assert.Equal(CheckoutStatus.Paid, (await payer.CheckoutAsync(checkout)).Status);
        Assert.Equal(Five, (await payer.Person.BalanceAsync()).Credit);
    }

    [Fact]
    public async Task A_webhook_repeated_or_sent_ten_times_at_once_counts_once()
    {
        var payer = await Payer.RegisterAsync(platform);
        var checkout = (await payer.StartAsync()).CheckoutId;
        var paid = Paid(checkout);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => payer.SendWebhookAsync(paid)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        using (var replayed = await payer.SendWebhookAsync(paid, TimeSpan.FromSeconds(3)))
            Assert.Equal("""{"result":"Repeated"}""", await replayed.Content.ReadAsStringAsync());
        // The same payment under another event id, as by a second page or a second kind of event.
        (await payer.SendWebhookAsync(Paid(checkout))).EnsureSuccessStatusCode();
        Assert.Equal([("purchase", Five)], await payer.LedgerAsync());
        Assert.Equal(Five, (await payer.Person.BalanceAsync()).Credit);
    }

    [Fact]
    public async Task Forged_stale_and_mutilated_webhooks_are_refused_and_change_nothing()
    {
        var payer = await Payer.RegisterAsync(platform);
        var checkout = (await payer.StartAsync()).CheckoutId;
        var genuine = Paid(checkout);
        HttpResponseMessage[] answers =
        [
            await payer.SendWebhookAsync(genuine, TimeSpan.Zero, new string('x', 40)),
            await payer.SendWebhookAsync(genuine, TimeSpan.Zero, platform.ServiceToken),
            await payer.SendWebhookAsync(genuine, TimeSpan.FromMinutes(-6)),
            await payer.SendWebhookAsync(genuine, TimeSpan.FromMinutes(6)),
            await payer.SendAsync("sandbox", "{}", null),
            await payer.SendAsync("sandbox", "{}", "t=1,v1=" + new string('0', 64)),
            await payer.SendAsync(
                "stripe",
                """{"id":"evt_1","type":"checkout.session.completed","data":{"object":{}}}""",
                "t=1,v1=" + new string('0', 64)
            ),
        ];
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Contains("No v1 signature fits this body", await answers[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("more than five minutes away", await answers[2].Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Genuine, but for another amount or for a checkout there is not: believed, kept, and worth nothing.
        (await payer.SendWebhookAsync(genuine with { Id = genuine.Id + "x", Amount = Money.FromUsd(4) })).EnsureSuccessStatusCode();
        (await payer.SendWebhookAsync(Paid(Guid.CreateVersion7()))).EnsureSuccessStatusCode();
        using (var unknown = await payer.SendAsync("paypal", "{}", "t=1,v1=00"))
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using (var large = await payer.SendAsync("sandbox", new string(' ', 300_000), "t=1,v1=00"))
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);

        Assert.Empty(await payer.LedgerAsync());
        Assert.Equal(CheckoutStatus.Pending, (await payer.CheckoutAsync(checkout)).Status);
        Assert.Equal(new BalanceView(Money.Zero, Money.Zero), await payer.Person.BalanceAsync());
    }

    [Fact]
    public async Task In_every_order_payment_refund_and_a_won_dispute_come_to_the_same()
    {
        var payer = await Payer.RegisterAsync(platform);
        var checkouts = new List<Guid>();
        foreach (var order in Permutations([0, 1, 2, 3]))
        {
            var checkout = (await payer.StartAsync()).CheckoutId;
            SandboxWebhook[] events =
            [
                Paid(checkout),
                Event(checkout, PaymentEventKind.Refunded, Money.FromUsd(2)),
                Event(checkout, PaymentEventKind.DisputeOpened, Five, "dp_1"),
                Event(checkout, PaymentEventKind.DisputeWon, Five, "dp_1"),
            ];
            foreach (var i in order)
                (await payer.SendWebhookAsync(events[i])).EnsureSuccessStatusCode();
            checkouts.Add(checkout);
            var view = await payer.CheckoutAsync(checkout);
            Assert.Equal((CheckoutStatus.Paid, Money.FromUsd(2)), (view.Status, view.Refunded));
            Assert.Equal(Money.FromUsd(3 * checkouts.Count), (await payer.Person.BalanceAsync()).Credit);
        }

        Assert.Equal(24, checkouts.Count);
        Assert.Equal(Money.FromUsd(72), (await payer.LedgerAsync()).Aggregate(Money.Zero, (sum, move) => sum + move.Credit));
    }

    [Fact]
    public async Task All_at_once_come_to_the_same_too()
    {
        var payer = await Payer.RegisterAsync(platform);
        await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(async _ =>
                {
                    var checkout = (await payer.StartAsync()).CheckoutId;
                    var answers = await Task.WhenAll(
                        payer.SendWebhookAsync(Event(checkout, PaymentEventKind.DisputeOpened, Five, "dp_1")),
                        payer.SendWebhookAsync(Event(checkout, PaymentEventKind.Refunded, Money.FromUsd(2))),
                        payer.SendWebhookAsync(Paid(checkout)),
                        payer.SendWebhookAsync(Event(checkout, PaymentEventKind.DisputeWon, Five, "dp_1"))
                    );
                    Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
                })
        );
        Assert.Equal(Money.FromUsd(30), (await payer.Person.BalanceAsync()).Credit);
    }

    [Fact]
    public async Task A_refund_after_spending_leaves_a_debt_and_stops_requests_until_it_is_paid()
    {
        var (payer, checkout) = await PaidAsync();
        var client = await payer.Person.ClientAsync();
        using (var answer = await client.ChatAsync(Chat.Body()))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var charge = Assert.Single(await payer.Person.UsageAsync(1)).Charge;

        var part = new RefundRequest($"r-{checkout:N}", checkout, Money.FromUsd(2));
        using (var first = await payer.PostAsync("refunds", part))
            Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        using (var again = await payer.PostAsync("refunds", part))
        {
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
            Assert.Equal(part.Amount, (await again.Content.ReadFromJsonAsync<RefundView>())!.Amount);
        }

        using (var other = await payer.PostAsync("refunds", part with { Amount = Money.FromUsd(1) }))
            Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        using (var tooMuch = await payer.PostAsync("refunds", new RefundRequest($"m-{checkout:N}", checkout, Money.FromUsd(4))))
            Assert.Contains(
                "of this payment $3.00 is left that can be refunded",
                await tooMuch.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        Assert.Equal(Money.FromUsd(3) - charge, (await payer.Person.BalanceAsync()).Credit);

        using (var rest = await payer.PostAsync("refunds", new RefundRequest($"s-{checkout:N}", checkout)))
            Assert.Equal(HttpStatusCode.Created, rest.StatusCode);
        using (var nothing = await payer.PostAsync("refunds", new RefundRequest($"n-{checkout:N}", checkout)))
            Assert.Equal(HttpStatusCode.Conflict, nothing.StatusCode);
        Assert.Equal([("purchase", Five), ("refund", -Money.FromUsd(2)), ("refund", -Money.FromUsd(3))], await payer.LedgerAsync());
        Assert.Equal(CheckoutStatus.Refunded, (await payer.CheckoutAsync(checkout)).Status);
        Assert.Equal(new BalanceView(-charge, Money.Zero), await payer.Person.BalanceAsync());

        using (var refused = await client.ChatAsync(Chat.Body()))
            Assert.Contains("insufficient_quota", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await payer.Person.BuyAsync("starter");
        using (var welcome = await client.ChatAsync(Chat.Body()))
            Assert.Equal(HttpStatusCode.OK, welcome.StatusCode);
    }

    [Fact]
    public async Task Nobody_refunds_what_is_not_theirs_or_not_paid()
    {
        var (payer, checkout) = await PaidAsync();
        var stranger = await Payer.RegisterAsync(platform);
        using (var theirs = await stranger.PostAsync("refunds", new RefundRequest("mine", checkout)))
            Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        using (var unpaid = await stranger.PostAsync("refunds", new RefundRequest("unpaid", (await stranger.StartAsync()).CheckoutId)))
            Assert.Contains("has not been paid", await unpaid.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([("purchase", Five)], await payer.LedgerAsync());
    }

    [Fact]
    public async Task A_dispute_takes_the_credit_and_gives_it_back_when_it_is_won()
    {
        var (payer, checkout) = await PaidAsync();
        (await payer.SendWebhookAsync(Event(checkout, PaymentEventKind.DisputeOpened, Five, "dp_1"))).EnsureSuccessStatusCode();
        Assert.Equal(
            (CheckoutStatus.Disputed, Money.Zero),
            ((await payer.CheckoutAsync(checkout)).Status, (await payer.Person.BalanceAsync()).Credit)
        );
        (await payer.SendWebhookAsync(Event(checkout, PaymentEventKind.DisputeWon, Five, "dp_1"))).EnsureSuccessStatusCode();
        Assert.Equal(
            (CheckoutStatus.Paid, Five),
            ((await payer.CheckoutAsync(checkout)).Status, (await payer.Person.BalanceAsync()).Credit)
        );
        Assert.Equal([("purchase", Five), ("dispute", -Five), ("dispute_release", Five)], await payer.LedgerAsync());
    }

    [Fact]
    public async Task A_promotion_counts_once_and_another_under_its_id_is_refused()
    {
        var payer = await Payer.RegisterAsync(platform);
        var gift = new PromotionRequest($"welcome-{payer.Person.Id:N}", Money.FromUsd(1), "Welcome");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => payer.PostAsync("promotions", gift)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(4, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        foreach (var other in (PromotionRequest[])[gift with { Amount = Five }, gift with { Reason = "Sorry" }])
            using (var conflict = await payer.PostAsync("promotions", other))
                Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        using (var negative = await payer.PostAsync("promotions", gift with { Id = "n", Amount = -Five }))
            Assert.Contains("\"amount\":[\"amount must be above 0", await negative.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([("promotion", Money.FromUsd(1))], await payer.LedgerAsync());
        Assert.Equal(Money.FromUsd(1), (await payer.Person.BalanceAsync()).Credit);
    }

    private static IEnumerable<int[]> Permutations(int[] numbers) =>
        numbers.Length <= 1
            ? [numbers]
            : numbers.SelectMany(number =>
                Permutations([.. numbers.Where(other => other != number)]).Select(rest => (int[])[number, .. rest])
            );
}
