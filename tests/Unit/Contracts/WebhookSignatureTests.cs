using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

public sealed class WebhookSignatureTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_767_323_045);

    /// <summary>While a secret is replaced, a sender signs with both.</summary>
    [Theory]
    [InlineData("new", null)]
    [InlineData("old", null)]
    [InlineData("other", "No v1 signature fits this body, timestamp and secret.")]
    public void One_genuine_signature_among_several_is_enough(string secret, string? refusal)
    {
        static string Signature(string each) => WebhookSignature.Sign(each, "{}"u8, At).Split(',')[1];
        var header = $"t={At.ToUnixTimeSeconds()},{Signature("old")},{Signature("new")},{Signature("new")}";
        Assert.Equal(refusal, WebhookSignature.Refusal(header, "{}"u8, secret, At));
    }
}
