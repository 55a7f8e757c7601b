using Platform.Accounts.People;
using Xunit;

namespace Platform.Tests.Unit.Accounts.People;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("ten chars!")]
    [InlineData("pässwörter mit umlaut")]
    [InlineData("correct horse battery")]
    [InlineData("another long password")]
    [InlineData("my password is a tree")]
    [InlineData("k7#Qz!m2Vw9x")]
    [InlineData("annual leave in may")]
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
    [InlineData("1234567890")]
    [InlineData("0987654321")]
    [InlineData("9876543210")]
    [InlineData("12345678901234567890")]
    [InlineData("112233445566")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("AAAAAAAAAAAA")]
    [InlineData("aaaaabbbbb")]
    [InlineData("abababababab")]
    [InlineData("abcdefghij")]
    [InlineData("zyxwvutsrq")]
    [InlineData("qwertyuiop")]
    [InlineData("poiuytrewq")]
    [InlineData("qwertzuiop")]
    [InlineData("asdfghjklasdf")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("1q2w3e4r5t")]
    [InlineData("qwerty12345")]
    [InlineData("abc1234567")]
    [InlineData("          ")]
    [InlineData("password12")]
    [InlineData("Password123!")]
    [InlineData("P@ssw0rd2024")]
    [InlineData("passwordpassword")]
    [InlineData("letmeinletmein")]
    [InlineData("12345password")]
    [InlineData("iloveyou123")]
    [InlineData("!!welcome!!")]
    [InlineData("administrator")]
    [InlineData("annabelle2024")]
    [InlineData("!!!AnnaBelle!!!")]
    [InlineData("trustno1trustno1")]
    [InlineData("chocolate2")]
    [InlineData("Liverpool1!")]
    [InlineData("january2024")]
    [InlineData("ManchesterUnited")]
    [InlineData("bella.annabelle")]
    public void What_is_guessed_first_is_refused_with_the_reason(string password) =>
        Assert.Equal(
            "This is among the first passwords that are guessed: a common word, a row of keys or a repetition. Use a few words that only "
                + "you would put together.",
            PasswordRules.Fault(password, "AnnaBelle@example.com")
        );

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void The_longest_has_128_characters(int length, bool accepted) =>
        Assert.Equal(accepted, PasswordRules.Fault("correct horse battery ".PadRight(length, 'p'), "ann@example.com") is null);
}
