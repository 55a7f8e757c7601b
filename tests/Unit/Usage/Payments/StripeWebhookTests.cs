using Platform.Contracts;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Providers.Stripe;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

/// <summary>Stripe's events as they are on the wire, with some of the many fields we do not read.</summary>
public sealed class StripeWebhookTests
{
    private const string Checkout = "019aa000-0000-7000-8000-000000000001";

    private static readonly Guid CheckoutId = Guid.Parse(Checkout);
    private static readonly Money Five = Money.FromUsd(5);

    public static TheoryData<string, string> Ignored =>
        new()
        {
            { "checkout.session.completed", Session("unpaid") },
            { "checkout.session.completed", Session("no_payment_required") },
            { "charge.dispute.created", Dispute("warning_needs_response") },
            { "charge.dispute.closed", Dispute("warning_closed") },
            { "charge.succeeded", Charge },
            { "invoice.paid", """{"id":"in_1","object":"invoice","amount_paid":500}""" },
            { "something.new", "[1,2,3]" },
        };

    private const string Charge =
        $$$"""{"id":"ch_1","object":"charge","amount":500,"amount_captured":500,"amount_refunded":123,"currency":"usd","metadata":{"checkout_id":"{{{Checkout}}}"},"payment_intent":"pi_1","refunded":false}""";

    [Theory]
    [InlineData("checkout.session.completed", "paid")]
    [InlineData("checkout.session.async_payment_succeeded", "paid")]
    public void Paid_session_is_the_payment_of_its_checkout(string type, string status) =>
        Assert.Equal(new PaymentEvent("evt_1", PaymentEventKind.Paid, CheckoutId, "pi_1", Five), Read(type, Session(status)));

    [Theory]
    [InlineData("checkout.session.async_payment_failed", PaymentEventKind.Declined)]
    [InlineData("checkout.session.expired", PaymentEventKind.Expired)]
    public void Session_that_ends_unpaid_moves_no_money(string type, PaymentEventKind kind) =>
        Assert.Equal(new PaymentEvent("evt_1", kind, CheckoutId, "pi_1", Money.Zero), Read(type, Session("unpaid")));

    [Fact]
    public void Refund_reports_all_that_was_refunded_so_far() =>
        Assert.Equal(
            new PaymentEvent("evt_1", PaymentEventKind.Refunded, CheckoutId, "pi_1", Money.FromUsd(1.23m)),
            Read("charge.refunded", Charge)
        );

    [Theory]
    [InlineData("charge.dispute.created", "needs_response", PaymentEventKind.DisputeOpened)]
    [InlineData("charge.dispute.funds_withdrawn", "needs_response", PaymentEventKind.DisputeOpened)]
    [InlineData("charge.dispute.closed", "won", PaymentEventKind.DisputeWon)]
    [InlineData("charge.dispute.closed", "lost", PaymentEventKind.DisputeLost)]
    public void Dispute_names_only_the_payment(string type, string status, PaymentEventKind kind) =>
        Assert.Equal(new PaymentEvent("evt_1", kind, null, "pi_1", Five, "dp_1"), Read(type, Dispute(status)));

    [Theory]
    [MemberData(nameof(Ignored))]
    public void What_moves_no_money_of_ours_is_passed_over(string type, string thing) => Assert.Null(Read(type, thing));

    /// <summary>With <c>request</c> as text and a list of refunds, as it was; and with what nobody knows yet.</summary>
    [Theory]
    [InlineData(
        """{"id":"evt_1","object":"event","api_version":"2016-07-06","created":1473318604,"data":{"object":{"id":"ch_1","object":"charge","amount":500,"amount_refunded":123,"application_fee":null,"captured":true,"created":1473318565,"currency":"usd","destination":null,"dispute":null,"fraud_details":{},"metadata":{"checkout_id":"019aa000-0000-7000-8000-000000000001"},"order":null,"paid":true,"payment_intent":"pi_1","refunded":false,"refunds":{"object":"list","data":[{"id":"re_1","object":"refund","amount":123,"charge":"ch_1","created":1473318604,"currency":"usd","metadata":{},"status":"succeeded"}],"has_more":false,"total_count":1,"url":"/v1/charges/ch_1/refunds"},"source":{"id":"card_1","object":"card","brand":"Visa","exp_month":8,"exp_year":2019,"last4":"4242"},"status":"succeeded"},"previous_attributes":{"amount_refunded":0}},"livemode":false,"pending_webhooks":1,"request":"req_1","type":"charge.refunded"}"""
    )]
    [InlineData(
        """{"id":"evt_1","object":"event","api_version":"2030-01-01.zinnia","created":1893456000,"data":{"object":{"id":"ch_1","object":"charge","amount_refunded":123,"currency":"usd","metadata":{"checkout_id":"019aa000-0000-7000-8000-000000000001"},"payment_intent":{"id":"pi_1","object":"payment_intent","news":[1]},"news":{"a":[1,{}]},"status":"unheard_of"}},"livemode":false,"request":{"id":null},"type":"charge.refunded"}"""
    )]
    public void Event_of_another_api_version_is_read(string body) =>
        Assert.Equal(
            new PaymentEvent("evt_1", PaymentEventKind.Refunded, CheckoutId, "pi_1", Money.FromUsd(1.23m)),
            StripeWebhook.Read(body).Event
        );

    [Fact]
    public void Another_currency_is_kept_as_a_problem() =>
        Assert.Equal(
            "The currency is eur and not usd.",
            Read("checkout.session.completed", Session("paid").Replace("usd", "eur", StringComparison.Ordinal))!.Problem
        );

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"id":"evt_1","type":"charge.refunded"}""")]
    [InlineData("""{"type":"charge.refunded","data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"ch_1","currency":"usd"}}}""")]
    [InlineData(
        """{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"ch_1","amount_refunded":9223372036854775807,"currency":"usd"}}}"""
    )]
    [InlineData("""{"id":"evt_1","type":"checkout.session.completed","data":{"object":{"payment_status":"paid","amount_total":"500"}}}""")]
    [InlineData("""{"id":"evt_1","type":"checkout.session.completed","data":{"object":{"payment_status":"paid","amount_total":5.5}}}""")]
    [InlineData("""{"id":"evt_1","type":"checkout.session.completed","data":{}}""")]
    [InlineData("""{"id":"evt_1","type":"charge.dispute.created","data":{"object":{"amount":500,"currency":"usd"}}}""")]
    [InlineData("""{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"ch_1","object":"charge","currency":"usd"}}}""")]
    [InlineData(
        """{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"ch_1","object":"charge","amount_refunded":null,"currency":"usd"}}}"""
    )]
    [InlineData(
        """{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"ch_1","object":"charge","amount_refunded":9223372036854775807,"currency":"usd"}}}"""
    )]
    [InlineData(
        """{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"cs_1","object":"checkout.session","amount_refunded":1,"currency":"usd"}}}"""
    )]
    [InlineData(
        """{"id":"evt_1","type":"checkout.session.completed","data":{"object":{"object":"checkout.session","payment_status":"paid","amount_total":"500"}}}"""
    )]
    [InlineData(
        """{"id":"evt_1","type":"checkout.session.completed","data":{"object":{"object":"checkout.session","payment_status":"paid"}}}"""
    )]
    [InlineData("""{"id":"evt_1","type":"charge.dispute.created","data":{"object":{"object":"dispute","amount":500,"currency":"usd"}}}""")]
    [InlineData("""{"id":"evt_1","type":"charge.dispute.created","data":{"object":{"id":"dp_1","object":"dispute","currency":"usd"}}}""")]
    [InlineData("""{"type":"charge.refunded","data":{"object":{"id":"ch_1","object":"charge","amount_refunded":1,"currency":"usd"}}}""")]
    [InlineData("""{"id":"evt_1","type":5,"data":{"object":{}}}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Event_that_cannot_be_read_is_refused_and_does_not_throw(string body) => Assert.NotNull(StripeWebhook.Read(body).Refusal);

    private static string Session(string status) =>
        $$$"""{"id":"cs_test_1","object":"checkout.session","amount_subtotal":500,"amount_total":500,"client_reference_id":"{{{Checkout}}}","currency":"usd","metadata":{"checkout_id":"{{{Checkout}}}"},"mode":"payment","payment_intent":"pi_1","payment_status":"{{{status}}}","status":"complete","url":null}""";

    private static string Dispute(string status) =>
        $$$"""{"id":"dp_1","object":"dispute","amount":500,"charge":"ch_1","currency":"usd","metadata":{},"payment_intent":"pi_1","reason":"fraudulent","status":"{{{status}}}"}""";

    private static PaymentEvent? Read(string type, string thing)
    {
        var reading = StripeWebhook.Read(
            $$$"""{"id":"evt_1","object":"event","api_version":"2024-06-20","created":1700000000,"data":{"object":{{{thing}}}},"livemode":false,"type":"{{{type}}}"}"""
        );
        Assert.Null(reading.Refusal);
        return reading.Event;
    }
}
