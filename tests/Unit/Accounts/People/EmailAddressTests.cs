using Platform.Accounts.People;
using Xunit;

namespace Platform.Tests.Unit.Accounts.People;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ann@example.com", "ann@example.com")]
    [InlineData("  Ann.Lee+Tools@Example.COM ", "ann.lee+tools@example.com")]
    [InlineData("ann@mail.example.co.uk", "ann@mail.example.co.uk")]
    public void Spellings_of_one_address_are_one_address(string text, string expected)
    {
        Assert.True(EmailAddress.TryNormalise(text, out var address));
        Assert.Equal(expected, address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("ann@example")]
    [InlineData("@example.com")]
    [InlineData("ann@@example.com")]
    [InlineData("ann@example..com")]
    [InlineData("ann@.example.com")]
    [InlineData("ann lee@example.com")]
    [InlineData("ann\0@example.com")]
    public void What_is_no_address_is_refused(string? text)
    {
        Assert.False(EmailAddress.TryNormalise(text, out _));
        Assert.NotNull(EmailAddress.Fault(text));
    }

    [Fact]
    public void Parts_that_are_too_long_are_refused()
    {
        Assert.False(EmailAddress.TryNormalise(new string('a', 65) + "@example.com", out _));
        Assert.False(EmailAddress.TryNormalise("a@" + new string('b', 64) + ".com", out _));
        Assert.False(EmailAddress.TryNormalise("a@" + string.Join('.', Enumerable.Repeat("bcdefghij", 30)), out _));
    }
}
