using Platform.Usage.Payments.Providers.Stripe;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

/// <summary>The hashes here are OpenSSL's: <c>printf '%s' "$t.$body" | openssl dgst -sha256 -hmac "$secret"</c>.</summary>
public sealed class StripeSignatureTests
{
    private const string Secret = "whsec_test_secret";
    private const string Body = """{"id":"evt_1","object":"event"}""";
    private const string Hash = "0c8670ed117751cc551a20e35839447075c42800ea3cf3e8a2fbda99cd1e6edd";
    private const string HashOfAnotherSecret = "b7ecf2b25fe8be89275e059c67c71512f61cf5110fbb361a3534f45aa94713f7";
    private const string HashOfNoNumber = "fcc50b5874423ac5545ce1ac1de8441276fd23068d44de8f4206c53b9d3fe1a9";
    private const string HashBeyondEveryCalendar = "77f11db00fa47ac3edebd6342af454b90fb1d734e435e369544431e8302ec8af";

    [Theory]
    [InlineData($"t=1700000000,v1={Hash}")]
    [InlineData($"t=1700000000,v1={HashOfAnotherSecret},v1={Hash}")]
    [InlineData($"t=1700000000,v1=short,v1={Hash},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39")]
    [InlineData($"v1={Hash}, t=1700000000")]
    public void Genuine_signature_is_believed(string header) => Assert.Null(Refusal(header));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData($"v1={Hash}")]
    [InlineData("t=1700000000")]
    [InlineData($"t=1700000000,v1={HashOfAnotherSecret}")]
    [InlineData($"t=1700000001,v1={Hash}")]
    [InlineData($"t=01700000000,v1={Hash}")]
    [InlineData($"t=1700000000,v0={Hash}")]
    [InlineData($"t=1700000000,v1={Hash}00")]
    [InlineData($"t=9223372036854775807,v1={Hash}")]
    [InlineData($"t=soon,v1={HashOfNoNumber}")]
    [InlineData($"t=9223372036854775807,v1={HashBeyondEveryCalendar}")]
    public void Anything_else_is_refused_without_the_secret_or_the_right_answer(string? header)
    {
        var refusal = Refusal(header);
        Assert.NotNull(refusal);
        Assert.DoesNotContain(Secret, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(Hash, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_byte_in_the_body_is_a_forgery() =>
        Assert.StartsWith(
            "The expected signature was not found",
            Refusal($"t=1700000000,v1={Hash}", body: Body + " "),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(86_400, false)]
    public void Timestamp_may_be_five_minutes_off_either_way_by_our_clock(int seconds, bool believed) =>
        Assert.Equal(
            believed ? null : "The webhook cannot be processed because the current timestamp is outside of the allowed tolerance.",
            Refusal($"t=1700000000,v1={Hash}", seconds)
        );

    private static string? Refusal(string? header, int seconds = 0, string body = Body) =>
        StripeSignature.Refusal(body, header, Secret, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + seconds));
}
