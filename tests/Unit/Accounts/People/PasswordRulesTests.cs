using Platform.Accounts.People;
using Xunit;

namespace Platform.Tests.Unit.Accounts.People;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("ten chars!")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("pässwörter mit umlaut")]
    public void Long_enough_is_accepted_whatever_it_is_made_of(string password) =>
        Assert.Null(PasswordRules.Fault(password, "ann@example.com"));

    [Theory]
    [InlineData(null, "Enter a password.")]
    [InlineData("", "Enter a password.")]
    [InlineData("nine char", "Use at least 10 characters; a few words in a row do well.")]
    [InlineData("ANN@example.com", "Use a password other than the e-mail address.")]
    [InlineData(" ann@example.com ", "Use a password other than the e-mail address.")]
    public void Unfit_is_refused_with_the_mend(string? password, string message) =>
        Assert.Equal(message, PasswordRules.Fault(password, "ann@example.com "));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void The_longest_has_128_characters(int length, bool accepted) =>
        Assert.Equal(accepted, PasswordRules.Fault(new string('p', length), "ann@example.com") is null);
}
