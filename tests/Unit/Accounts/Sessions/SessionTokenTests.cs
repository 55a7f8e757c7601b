using System.Buffers.Text;
using Platform.Accounts.Sessions;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Sessions;

public sealed class SessionTokenTests
{
    [Fact]
    public void A_token_is_256_bits_and_never_the_same()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => SessionToken.Create()).ToList();
        Assert.All(tokens, token => Assert.Equal(32, Base64Url.DecodeFromChars(token).Length));
        Assert.Equal(100, tokens.Distinct().Count());
    }

    [Fact]
    public void What_is_stored_is_its_sha256() =>
        Assert.Equal(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            Convert.ToHexStringLower(SessionToken.Hash("abc"))
        );
}
