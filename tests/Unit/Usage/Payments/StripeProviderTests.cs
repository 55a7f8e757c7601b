using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Course;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Providers.Stripe;
using Platform.Usage.Payments.Refunding;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

/// <summary>Stripe's API over real HTTP, against a scripted fake: the requests are literal text.</summary>
public sealed class StripeProviderTests : IAsyncLifetime
{
    private static readonly Guid CheckoutId = Guid.Parse("019aa000-0000-7000-8000-000000000001");
    private static readonly Checkout Checkout = new(
        CheckoutId, Events.Account, "starter", "Starter & more", new Deal(Money.FromUsd(5), Money.FromUsd(5)), "stripe", "pi_1", CheckoutStatus.Paid,
        new Standing(true, Money.Zero, Money.Zero), DateTime.UnixEpoch, DateTime.UnixEpoch);
    private static readonly RefundOrder Order = new("refund-1", CheckoutId, Money.FromUsd(1.23m), Money.FromUsd(2), RefundStatus.Requested, DateTime.UnixEpoch);

    private readonly ServiceProvider clients = new ServiceCollection().AddHttpClient().BuildServiceProvider();
    private StripeFake stripe = null!;

    public async Task InitializeAsync() => stripe = await StripeFake.StartAsync();

    public async Task DisposeAsync()
    {
        await stripe.DisposeAsync();
        await clients.DisposeAsync();
    }

    [Fact]
    public async Task Checkout_is_a_session_of_its_price_at_stripe()
    {
        stripe.Script = _ => (200, """{"id":"cs_test_1","object":"checkout.session","url":"https://checkout.stripe.com/c/pay/cs_test_1#abc"}""");

        var session = await StartAsync();

        Assert.Equal(new ProviderSession("cs_test_1", "https://checkout.stripe.com/c/pay/cs_test_1#abc"), session);
        Assert.Equal(
            [
                new StripeCall(
                    "POST /v1/checkout/sessions", "Bearer sk_test_1", "checkout-019aa000-0000-7000-8000-000000000001", "2024-06-20", "application/x-www-form-urlencoded",
                    "mode=payment&client_reference_id=019aa000-0000-7000-8000-000000000001"
                    + "&metadata%5Bcheckout_id%5D=019aa000-0000-7000-8000-000000000001"
                    + "&payment_intent_data%5Bmetadata%5D%5Bcheckout_id%5D=019aa000-0000-7000-8000-000000000001"
                    + "&line_items%5B0%5D%5Bquantity%5D=1&line_items%5B0%5D%5Bprice_data%5D%5Bcurrency%5D=usd"
                    + "&line_items%5B0%5D%5Bprice_data%5D%5Bunit_amount%5D=500"
                    + "&line_items%5B0%5D%5Bprice_data%5D%5Bproduct_data%5D%5Bname%5D=Starter+%26+more"
                    + "&success_url=https%3A%2F%2Fplatform.example%2Fcredit%3Fcheckout%3D1&cancel_url=https%3A%2F%2Fplatform.example%2Fcredit"),
            ],
            stripe.Calls);
    }

    [Theory]
    [InlineData(400, """{"error":{"type":"invalid_request_error","message":"Amount is too small."}}""", false, "Stripe answered 400: Amount is too small.")]
    [InlineData(401, """{"error":{"type":"invalid_request_error","message":"Invalid API Key provided: sk_****_1"}}""", false, "Stripe answered 401: Invalid API Key provided: sk_****_1")]
    [InlineData(429, """{"error":{"message":"Slow down."}}""", true, "Stripe answered 429: Slow down.")]
    [InlineData(500, "{}", true, "Stripe answered 500: no reason given")]
    public async Task Refusal_tells_stripes_reason_and_whether_to_come_back(int status, string answer, bool retryable, string message)
    {
        stripe.Script = _ => (status, answer);
        var failure = await Assert.ThrowsAsync<ProviderException>(StartAsync);
        Assert.Equal((retryable, message), (failure.Retryable, failure.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("{}")]
    public async Task Answer_that_is_none_is_a_reason_to_come_back(string answer)
    {
        stripe.Script = _ => (200, answer);
        Assert.True((await Assert.ThrowsAsync<ProviderException>(StartAsync)).Retryable);
    }

    [Fact]
    public async Task Stripe_away_is_a_reason_to_come_back()
    {
        var away = Provider(stripe.Address);
        await stripe.DisposeAsync();
        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => StartAsync(away))).Retryable);
    }

    [Fact]
    public async Task Refund_is_asked_for_once_and_books_what_the_charge_says()
    {
        stripe.Script = _ => (200,
            """{"id":"re_1","object":"refund","amount":123,"status":"succeeded","charge":{"id":"ch_1","object":"charge","amount":500,"amount_refunded":200,"currency":"usd","payment_intent":"pi_1","metadata":{}}}""");

        var e = await Provider(stripe.Address).RefundAsync(Checkout, Order, default);

        Assert.Equal(new PaymentEvent("refund/re_1", PaymentEventKind.Refunded, CheckoutId, "pi_1", Money.FromUsd(2)), e);
        var call = Assert.Single(stripe.Calls);
        Assert.Equal(("POST /v1/refunds", "refund-refund-1"), (call.Line, call.IdempotencyKey));
        Assert.Equal(
            "payment_intent=pi_1&amount=123&metadata%5Bcheckout_id%5D=019aa000-0000-7000-8000-000000000001&expand%5B%5D=charge", call.Body);
    }

    [Fact]
    public async Task Failed_refund_is_final()
    {
        stripe.Script = _ => (200, """{"id":"re_1","status":"failed","failure_reason":"expired_or_canceled_card","charge":{"id":"ch_1"}}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Provider(stripe.Address).RefundAsync(Checkout, Order, default));
        Assert.Equal((false, "Stripe's refund failed: expired_or_canceled_card"), (failure.Retryable, failure.Message));
    }

    [Fact]
    public void Webhook_is_believed_by_its_signature_only()
    {
        const string body = """{"id":"evt_1","object":"event"}""";
        const string hash = "0c8670ed117751cc551a20e35839447075c42800ea3cf3e8a2fbda99cd1e6edd";
        var provider = Provider(stripe.Address);

        Assert.Equal("The body is not an event: id, type or data.object is missing.", Read($"t=1700000000,v1={hash}"));
        Assert.Equal("No v1 signature fits this body, timestamp and secret.", Read("t=1700000000,v1=" + new string('f', 64)));
        Assert.Equal("The signature header is missing.", Read(null));

        string? Read(string? header) => provider.Read(Encoding.UTF8.GetBytes(body), new HeaderDictionary { ["Stripe-Signature"] = header }).Refusal;
    }

    [Fact]
    public void Parts_of_a_cent_are_not_stripes_to_take()
    {
        Assert.Null(Provider(stripe.Address).Objection(Money.FromUsd(4.99m)));
        Assert.Equal("Stripe takes whole cents only, and $4.995 is not.", Provider(stripe.Address).Objection(Money.FromUsd(4.995m)));
    }

    private Task<ProviderSession> StartAsync() => StartAsync(Provider(stripe.Address));

    private static Task<ProviderSession> StartAsync(StripeProvider provider) => provider.StartAsync(
        Checkout, new Uri("https://platform.example/credit?checkout=1"), new Uri("https://platform.example/credit"), default);

    private StripeProvider Provider(Uri apiBase)
    {
        var settings = new StripeSettings(apiBase, "sk_test_1", "whsec_test_secret", "https://checkout.stripe.com");
        return new StripeProvider(new StripeApi(clients.GetRequiredService<IHttpClientFactory>(), settings), settings, new StoppedClock(1_700_000_000));
    }
}
