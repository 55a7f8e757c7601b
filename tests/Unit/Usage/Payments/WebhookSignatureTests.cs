using System.Text;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

/// <summary>The hashes here are OpenSSL's: <c>printf '%s' "$t.$body" | openssl dgst -sha256 -hmac "$secret"</c>.</summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "whsec_test_secret";
    private const string Hash = "0c8670ed117751cc551a20e35839447075c42800ea3cf3e8a2fbda99cd1e6edd";
    private const string HashOfAnotherSecret = "b7ecf2b25fe8be89275e059c67c71512f61cf5110fbb361a3534f45aa94713f7";
    private const string HashOfEmptyBody = "316b9ab98c15bfa039d243f3196acee619cf29749a91a634e6a8154e2f7b6727";
    private const string Forged = "No v1 signature fits this body, timestamp and secret.";
    private const string Stale = "The signature's timestamp is more than five minutes away from now.";
    private const string NoTimestamp = "The signature header must have one timestamp, t= and seconds since 1970.";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1","object":"event"}""");
    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public void Signing_gives_openssls_hash() => Assert.Equal($"t=1700000000,v1={Hash}", WebhookSignature.Sign(Secret, Body, SignedAt));

    [Theory]
    [InlineData($"t=1700000000,v1={Hash}")]
    [InlineData($"t=1700000000,v1={HashOfAnotherSecret},v1={Hash}")]
    [InlineData($"t=1700000000,v1=short,v1={Hash},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39")]
    [InlineData($"v1={Hash}, t=1700000000")]
    public void Genuine_signature_is_believed(string header) => Assert.Null(WebhookSignature.Refusal(header, Body, Secret, SignedAt));

    [Fact]
    public void Empty_body_can_be_signed() =>
        Assert.Null(WebhookSignature.Refusal($"t=1700000000,v1={HashOfEmptyBody}", [], Secret, SignedAt));

    [Theory]
    [InlineData(null, "The signature header is missing.")]
    [InlineData("", "The signature header is missing.")]
    [InlineData($"v1={Hash}", NoTimestamp)]
    [InlineData($"t=soon,v1={Hash}", NoTimestamp)]
    [InlineData($"t=-1,v1={Hash}", NoTimestamp)]
    [InlineData($"t=1700000000,t=1700000000,v1={Hash}", NoTimestamp)]
    [InlineData("t=1700000000", Forged)]
    [InlineData($"t=1700000000,v1={HashOfAnotherSecret}", Forged)]
    [InlineData($"t=1700000001,v1={Hash}", Forged)]
    [InlineData($"t=01700000000,v1={Hash}", Forged)]
    [InlineData($"t=1700000000,v0={Hash}", Forged)]
    [InlineData("t=1700000000,v1=zz8670ed117751cc551a20e35839447075c42800ea3cf3e8a2fbda99cd1e6edd", Forged)]
    [InlineData($"t=1700000000,v1={Hash}00", Forged)]
    public void Anything_else_is_refused_with_its_reason(string? header, string reason) =>
        Assert.Equal(reason, WebhookSignature.Refusal(header, Body, Secret, SignedAt));

    [Fact]
    public void Another_byte_in_the_body_is_a_forgery()
    {
        var body = Body.ToArray();
        body[^2] ^= 1;
        Assert.Equal(Forged, WebhookSignature.Refusal($"t=1700000000,v1={Hash}", body, Secret, SignedAt));
    }

    [Theory]
    [InlineData(300, null)]
    [InlineData(301, Stale)]
    [InlineData(-300, null)]
    [InlineData(-301, Stale)]
    [InlineData(86_400, Stale)]
    public void Timestamp_may_be_five_minutes_off_either_way(int seconds, string? reason) =>
        Assert.Equal(reason, WebhookSignature.Refusal($"t=1700000000,v1={Hash}", Body, Secret, SignedAt.AddSeconds(seconds)));

    [Fact]
    public void Timestamp_beyond_every_calendar_is_refused_and_does_not_throw()
    {
        const string header = "t=9223372036854775807,v1=" + Hash;
        Assert.Equal(Forged, WebhookSignature.Refusal(header, Body, Secret, SignedAt));
    }

    [Fact]
    public void Sandbox_secret_is_derived_from_the_service_token() =>
        Assert.Equal(
            "sandbox_496d08eeb4164920e6919fe61fa71ce869fb1126c66e26a165767888d396da90",
            SandboxWebhook.SecretFrom(new string('a', 32))
        );
}
