using System.Text;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Providers.Sandbox;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

public sealed class SandboxProviderTests
{
    private const string Paid = """{"id":"evt_1","type":"Paid","checkoutId":"019aa000-0000-7000-8000-000000000001","amount":5000000000}""";

    private static readonly SandboxProvider Provider = new(
        "sandbox-secret-of-the-tests-32-chars",
        new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000))
    );

    [Fact]
    public void Signed_webhook_says_what_happened() =>
        Assert.Equal(
            new PaymentEvent(
                "evt_1",
                PaymentEventKind.Paid,
                Guid.Parse("019aa000-0000-7000-8000-000000000001"),
                null,
                new Money(5_000_000_000)
            ),
            Read(Paid, "t=1700000000,v1=1aec9962702d8fc53285bd152ad590221dad353de0d8ab0ffb7e49f6967e09f9").Event
        );

    [Fact]
    public void Forged_webhook_is_refused() =>
        Assert.Equal("No v1 signature fits this body, timestamp and secret.", Read(Paid, "t=1700000000,v1=" + new string('0', 64)).Refusal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"id":"","type":"Paid","checkoutId":"019aa000-0000-7000-8000-000000000001","amount":1}""")]
    [InlineData("""{"id":"evt_1","type":"Free","checkoutId":"019aa000-0000-7000-8000-000000000001","amount":1}""")]
    [InlineData("""{"id":"evt_1","type":77,"checkoutId":"019aa000-0000-7000-8000-000000000001","amount":1}""")]
    [InlineData("""{"id":"evt_1","type":"Paid","amount":1}""")]
    [InlineData("""{"id":"evt_1","type":"Paid","checkoutId":"019aa000-0000-7000-8000-000000000001","amount":-1}""")]
    [InlineData("""{"id":"evt_1","type":"Paid","checkoutId":"019aa000-0000-7000-8000-000000000001","amount":1,"disputeId":"dp_1"}""")]
    [InlineData("""{"id":"evt_1","type":"DisputeWon","checkoutId":"019aa000-0000-7000-8000-000000000001","amount":1}""")]
    public void Signed_nonsense_is_refused(string body)
    {
        var signature = WebhookSignature.Sign(
            "sandbox-secret-of-the-tests-32-chars",
            Encoding.UTF8.GetBytes(body),
            DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)
        );
        Assert.NotNull(Read(body, signature).Refusal);
    }

    private static WebhookReading Read(string body, string signature) =>
        Provider.Read(Encoding.UTF8.GetBytes(body), new HeaderDictionary { ["Sandbox-Signature"] = signature });
}
