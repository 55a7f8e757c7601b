using System.Text;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Providers.Stripe;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

/// <summary>Stripe's API over real HTTP, against a scripted fake: the requests are literal text.</summary>
public sealed class StripeProviderTests : IAsyncLifetime
{
    private static readonly Guid CheckoutId = Guid.Parse("019aa000-0000-7000-8000-000000000001");
    private static readonly PaymentOrder Payment = new(CheckoutId, "Starter & more", Money.FromUsd(5));
    private static readonly RefundOrder Refund = new("refund-1", CheckoutId, "pi_1", Money.FromUsd(1.23m), Money.FromUsd(2));

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
        stripe.Script = _ =>
            (200, """{"id":"cs_test_1","object":"checkout.session","url":"https://checkout.stripe.com/c/pay/cs_test_1#abc"}""");

        var session = await StartAsync();

        Assert.Equal(new ProviderSession("cs_test_1", "https://checkout.stripe.com/c/pay/cs_test_1#abc"), session);
        Assert.Equal(
            [
                new StripeCall(
                    "POST /v1/checkout/sessions",
                    "Bearer sk_test_1",
                    "checkout-019aa000-0000-7000-8000-000000000001",
                    "2026-10-28.endive",
                    "application/x-www-form-urlencoded; charset=utf-8",
                    "cancel_url=https%3A%2F%2Fplatform.example%2Fcredit&client_reference_id=019aa000-0000-7000-8000-000000000001"
                        + "&line_items[0][price_data][currency]=usd"
                        + "&line_items[0][price_data][product_data][name]=Starter+%26+more"
                        + "&line_items[0][price_data][unit_amount]=500&line_items[0][quantity]=1"
                        + "&metadata[checkout_id]=019aa000-0000-7000-8000-000000000001&mode=payment"
                        + "&payment_intent_data[metadata][checkout_id]=019aa000-0000-7000-8000-000000000001"
                        + "&success_url=https%3A%2F%2Fplatform.example%2Fcredit%3Fcheckout%3D1"
                ),
            ],
            stripe.Calls
        );
    }

    [Theory]
    [InlineData(
        400,
        """{"error":{"type":"invalid_request_error","message":"Amount is too small."}}""",
        false,
        "Stripe answered 400: Amount is too small."
    )]
    [InlineData(
        401,
        """{"error":{"type":"invalid_request_error","message":"Invalid API Key provided: sk_****_1"}}""",
        false,
        "Stripe answered 401: Invalid API Key provided: sk_****_1"
    )]
    [InlineData(429, """{"error":{"message":"Slow down."}}""", true, "Stripe answered 429: Slow down.")]
    [InlineData(500, "{}", true, "Stripe answered 500: no reason given")]
    public async Task Refusal_has_stripes_reason_and_whether_to_try_again(int status, string answer, bool retryable, string message)
    {
        stripe.Script = _ => (status, answer);
        var failure = await Assert.ThrowsAsync<ProviderException>(StartAsync);
        Assert.Equal((retryable, message), (failure.Retryable, failure.Message));
        Assert.Single(stripe.Calls);
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

    [Theory]
    [InlineData(400, "<html>not for logs</html>", false, "Stripe answered 400: no reason given")]
    [InlineData(502, "[]", true, null)]
    [InlineData(503, """{"error":null}""", true, null)]
    [InlineData(200, "<html>not for logs</html>", true, "Stripe did not answer as expected: its answer cannot be read.")]
    public async Task Answer_of_another_shape_fails_without_being_quoted(int status, string answer, bool retryable, string? message)
    {
        stripe.Script = _ => (status, answer);
        var failure = await Assert.ThrowsAsync<ProviderException>(StartAsync);
        Assert.Equal((retryable, message ?? failure.Message), (failure.Retryable, failure.Message));
    }

    [Fact]
    public async Task Call_that_is_given_up_is_not_a_failure_of_stripes()
    {
        using var gone = new CancellationTokenSource();
        stripe.Script = _ =>
        {
            gone.Cancel();
            return (500, "{}");
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StartAsync(Provider(stripe.Address), gone.Token));
    }

    [Fact]
    public async Task Stripe_away_is_a_reason_to_come_back()
    {
        var away = Provider(stripe.Address);
        await stripe.DisposeAsync();
        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => StartAsync(away))).Retryable);
    }

    [Fact]
    public async Task Refund_is_asked_for_once_and_posts_what_the_charge_says()
    {
        stripe.Script = _ =>
            (
                200,
                """{"id":"re_1","object":"refund","amount":123,"status":"succeeded","charge":{"id":"ch_1","object":"charge","amount":500,"amount_refunded":200,"currency":"usd","payment_intent":"pi_1","metadata":{}}}"""
            );

        var e = await Provider(stripe.Address).RefundAsync(Refund, default);

        Assert.Equal(new PaymentEvent("refund/re_1", PaymentEventKind.Refunded, CheckoutId, "pi_1", Money.FromUsd(2)), e);
        var call = Assert.Single(stripe.Calls);
        Assert.Equal(("POST /v1/refunds", "refund-refund-1"), (call.Line, call.IdempotencyKey));
        Assert.Equal(
            "amount=123&metadata[checkout_id]=019aa000-0000-7000-8000-000000000001&payment_intent=pi_1&expand[0]=charge",
            call.Body
        );
    }

    [Theory]
    [InlineData("""{"id":"re_1","status":"succeeded","charge":"ch_1"}""")]
    [InlineData("""{"id":"re_1","status":"succeeded","charge":{"id":"ch_1","object":"charge","currency":"usd"}}""")]
    [InlineData("""{"status":"succeeded","charge":{"id":"ch_1","object":"charge","amount_refunded":1,"currency":"usd"}}""")]
    public async Task Refund_that_does_not_say_how_much_is_asked_for_again(string answer)
    {
        stripe.Script = _ => (200, answer);
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Provider(stripe.Address).RefundAsync(Refund, default));
        Assert.Equal((true, "Stripe's refund has no id or no charge."), (failure.Retryable, failure.Message));
    }

    [Fact]
    public async Task Failed_refund_is_final()
    {
        stripe.Script = _ =>
            (200, """{"id":"re_1","status":"failed","failure_reason":"expired_or_canceled_card","charge":{"id":"ch_1"}}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Provider(stripe.Address).RefundAsync(Refund, default));
        Assert.Equal((false, "Stripe's refund failed: expired_or_canceled_card"), (failure.Retryable, failure.Message));
    }

    [Fact]
    public void Webhook_is_believed_by_its_signature_only()
    {
        const string body = """{"id":"evt_1","object":"event"}""";
        const string hash = "0c8670ed117751cc551a20e35839447075c42800ea3cf3e8a2fbda99cd1e6edd";
        var provider = Provider(stripe.Address);

        Assert.Equal("The body is not an event: id, type or data.object is missing.", Read($"t=1700000000,v1={hash}"));
        Assert.StartsWith(
            "The expected signature was not found in the Stripe-Signature header.",
            Read("t=1700000000,v1=" + new string('f', 64)),
            StringComparison.Ordinal
        );
        Assert.Equal("The signature header is missing.", Read(null));

        string? Read(string? header) =>
            provider.Read(Encoding.UTF8.GetBytes(body), new HeaderDictionary { ["Stripe-Signature"] = header }).Refusal;
    }

    [Fact]
    public void Parts_of_a_cent_are_not_stripes_to_take()
    {
        Assert.Null(Provider(stripe.Address).Objection(Money.FromUsd(4.99m)));
        Assert.Equal("Stripe takes whole cents only, and $4.995 is not.", Provider(stripe.Address).Objection(Money.FromUsd(4.995m)));
    }

    private Task<ProviderSession> StartAsync() => StartAsync(Provider(stripe.Address));

    private static Task<ProviderSession> StartAsync(StripeProvider provider, CancellationToken cancellationToken = default) =>
        provider.StartAsync(
            Payment,
            new Uri("https://platform.example/credit?checkout=1"),
            new Uri("https://platform.example/credit"),
            cancellationToken
        );

    private StripeProvider Provider(Uri apiBase)
    {
        var settings = new StripeSettings(apiBase, "sk_test_1", "whsec_test_secret", "https://checkout.stripe.com");
        return new StripeProvider(
            new StripeApi(clients.GetRequiredService<IHttpClientFactory>(), settings),
            settings,
            new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000))
        );
    }
}
