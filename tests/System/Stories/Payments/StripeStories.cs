using System.Net;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Payments;

/// <summary>
/// The same through Stripe: its API is a scripted fake on this machine, its webhooks are literal text with real signatures.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class StripeStories(PlatformFixture platform)
{
    private static readonly Money Five = Money.FromUsd(5);

    private static string Session(Guid checkout, string status = "paid", int cents = 500, string currency = "usd") =>
        $$$"""{"id":"cs_{{{checkout:N}}}","object":"checkout.session","amount_total":{{{cents}}},"client_reference_id":"{{{checkout}}}","currency":"{{{currency}}}","mode":"payment","payment_intent":"pi_{{{checkout:N}}}","payment_status":"{{{status}}}"}""";

    private static string Dispute(Guid checkout, string status) =>
        $$$"""{"id":"dp_{{{checkout:N}}}","object":"dispute","amount":500,"charge":"ch_1","currency":"usd","payment_intent":"pi_{{{checkout:N}}}","status":"{{{status}}}"}""";

    private static string Charge(Guid checkout, int refunded) =>
        $$$"""{"id":"ch_{{{checkout:N}}}","object":"charge","amount":500,"amount_refunded":{{{refunded}}},"currency":"usd","metadata":{"checkout_id":"{{{checkout}}}"},"payment_intent":"pi_{{{checkout:N}}}"}""";

    private async Task<(Payer Payer, Guid Checkout)> StartedAsync()
    {
        platform.Stripe.Script = call =>
            call.Line switch
            {
                "POST /v1/checkout/sessions" => (200, """{"id":"cs_test_1","url":"https://checkout.stripe.com/c/pay/cs_test_1"}"""),
                "POST /v1/refunds" => (
                    200,
                    $$"""{"id":"re_{{call.IdempotencyKey}}","status":"succeeded","charge":{{Charge(Guid.Parse(call.IdempotencyKey!["refund-".Length..]), 500)}}}"""
                ),
                _ => (404, "{}"),
            };
        var payer = await Payer.RegisterAsync(platform);
        var started = await payer.StartAsync(provider: "stripe");
        Assert.Equal("https://checkout.stripe.com/c/pay/cs_test_1", started.RedirectUrl);
        return (payer, started.CheckoutId);
    }

    private static string Unique(string name) => $"evt_{name}_{Guid.CreateVersion7():N}";

    [Fact]
    public async Task A_payment_through_stripe_becomes_credit_and_a_refund_takes_it_back()
    {
        var (payer, checkout) = await StartedAsync();
        var request = Assert.Single(platform.Stripe.Calls, call => call.IdempotencyKey == $"checkout-{checkout}");
        Assert.Equal("Bearer sk_test_stories", request.Authorization);
        Assert.Contains(
            "success_url=" + Uri.EscapeDataString($"http://localhost/credit?checkout={checkout}"),
            request.Body,
            StringComparison.Ordinal
        );

        var completed = Unique("completed");
        foreach (var _ in (int[])[1, 2])
            (await payer.SendStripeWebhookAsync(completed, "checkout.session.completed", Session(checkout))).EnsureSuccessStatusCode();
        Assert.Equal(Five, (await payer.Person.BalanceAsync()).Credit);

        using (var refunded = await payer.PostAsync("refunds", new RefundRequest(checkout.ToString(), checkout)))
            Assert.Equal(HttpStatusCode.Created, refunded.StatusCode);
        Assert.Equal(Money.Zero, (await payer.Person.BalanceAsync()).Credit);
        // Stripe sends a webhook of it as well.
        (await payer.SendStripeWebhookAsync(Unique("refunded"), "charge.refunded", Charge(checkout, 500))).EnsureSuccessStatusCode();
        Assert.Equal([("purchase", Five), ("refund", -Five)], await payer.LedgerAsync());
        Assert.Equal(CheckoutStatus.Refunded, (await payer.CheckoutAsync(checkout)).Status);
    }

    [Fact]
    public async Task A_dispute_that_comes_before_its_payment_waits_for_it()
    {
        var (payer, checkout) = await StartedAsync();
        using (
            var early = await payer.SendStripeWebhookAsync(Unique("dispute"), "charge.dispute.created", Dispute(checkout, "needs_response"))
        )
            Assert.Equal("""{"result":"Waiting"}""", await early.Content.ReadAsStringAsync());
        Assert.Empty(await payer.LedgerAsync());

        (
            await payer.SendStripeWebhookAsync(Unique("completed"), "checkout.session.completed", Session(checkout))
        ).EnsureSuccessStatusCode();
        // Both are posted in the same moment, so their ids have no order.
        Assert.Equal(
            [("dispute", -Five), ("purchase", Five)],
            (await payer.LedgerAsync()).OrderBy(posted => posted.Kind, StringComparer.Ordinal)
        );
        Assert.Equal(CheckoutStatus.Disputed, (await payer.CheckoutAsync(checkout)).Status);

        (await payer.SendStripeWebhookAsync(Unique("won"), "charge.dispute.closed", Dispute(checkout, "won"))).EnsureSuccessStatusCode();
        Assert.Equal(Five, (await payer.Person.BalanceAsync()).Credit);
    }

    [Fact]
    public async Task Money_on_its_way_wrong_money_and_strange_events_give_no_credit()
    {
        var (payer, checkout) = await StartedAsync();
        (
            await payer.SendStripeWebhookAsync(Unique("unpaid"), "checkout.session.completed", Session(checkout, "unpaid"))
        ).EnsureSuccessStatusCode();
        (
            await payer.SendStripeWebhookAsync(Unique("less"), "checkout.session.completed", Session(checkout, cents: 499))
        ).EnsureSuccessStatusCode();
        (
            await payer.SendStripeWebhookAsync(Unique("yen"), "checkout.session.completed", Session(checkout, currency: "jpy"))
        ).EnsureSuccessStatusCode();
        (await payer.SendStripeWebhookAsync(Unique("other"), "payment_intent.created", "{}")).EnsureSuccessStatusCode();
        Assert.Empty(await payer.LedgerAsync());
        Assert.Equal(CheckoutStatus.Pending, (await payer.CheckoutAsync(checkout)).Status);

        (
            await payer.SendStripeWebhookAsync(Unique("failed"), "checkout.session.async_payment_failed", Session(checkout, "unpaid"))
        ).EnsureSuccessStatusCode();
        Assert.Equal(CheckoutStatus.Declined, (await payer.CheckoutAsync(checkout)).Status);
        (
            await payer.SendStripeWebhookAsync(Unique("succeeded"), "checkout.session.async_payment_succeeded", Session(checkout))
        ).EnsureSuccessStatusCode();
        Assert.Equal(Five, (await payer.Person.BalanceAsync()).Credit);
    }

    [Fact]
    public async Task The_sandbox_cannot_pay_for_a_checkout_at_stripe()
    {
        var (payer, checkout) = await StartedAsync();
        (await payer.SendWebhookAsync(new SandboxWebhook(Unique("paid"), PaymentEventKind.Paid, checkout, Five))).EnsureSuccessStatusCode();
        Assert.Empty(await payer.LedgerAsync());
        Assert.Equal(CheckoutStatus.Pending, (await payer.CheckoutAsync(checkout)).Status);
    }

    [Fact]
    public async Task Stripe_that_does_not_answer_is_reported_and_nothing_is_owed()
    {
        platform.Stripe.Script = _ => (500, "{}");
        var payer = await Payer.RegisterAsync(platform);
        using var response = await payer.PostAsync("checkouts", new CheckoutRequest("starter", "http://localhost/credit", "stripe"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }
}
