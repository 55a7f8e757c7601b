using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Protocols;

public sealed class NamesInHeaderTests
{
    [Theory]
    [InlineData("tools[2].bar", "tools[2].bar")]
    [InlineData("a\r\nset-cookie: x", "a??set-cookie:?x")]
    [InlineData("a, b", "a??b")]
    [InlineData("größe", "gr??e")]
    [InlineData("\u0001\u007f\ud83d\ude00", "????")]
    public void What_is_no_part_of_a_header_is_replaced(string name, string expected) => Assert.Equal(expected, NamesInHeader.Join([name]));

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal(new string('a', 64), NamesInHeader.Join([new string('a', 100_000)]));

    [Fact]
    public void A_long_list_has_an_end() =>
        Assert.Equal(string.Concat(Enumerable.Repeat("a, ", 32)) + "...", NamesInHeader.Join([.. Enumerable.Repeat("a", 33)]));
}
