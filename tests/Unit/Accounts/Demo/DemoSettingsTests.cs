using Microsoft.Extensions.Configuration;
using Platform.Accounts.Demo;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Demo;

public sealed class DemoSettingsTests
{
    private static readonly ApiKey Key = ApiKey.Create();

    [Fact]
    public void In_development_the_key_and_password_are_read() =>
        Assert.Equal(new DemoSettings(Key, "correct horse battery"), Read(true, Key.Text, "correct horse battery"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_key_there_is_no_demo_account(bool development)
    {
        Assert.Null(Read(development, null, null));
        Assert.Null(Read(development, "", ""));
    }

    [Fact]
    public void Outside_development_either_setting_is_refused()
    {
        Assert.Contains("Development only", Fault(false, Key.Text, null), StringComparison.Ordinal);
        Assert.Contains("Development only", Fault(false, null, "correct horse battery"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_key_is_refused_without_being_told()
    {
        var malformed = Key.Text[..^1] + (Key.Text[^1] == 'a' ? 'b' : 'a');
        var message = Fault(true, malformed, "correct horse battery");
        Assert.StartsWith("Demo:ApiKey is not an API key", message, StringComparison.Ordinal);
        Assert.DoesNotContain(malformed[5..], message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Demo:Password cannot be used: Enter a password.")]
    [InlineData("short", "Demo:Password cannot be used: Use at least 10 characters; a few words in a row do well.")]
    public void A_password_that_nobody_could_register_with_is_refused(string? password, string message) =>
        Assert.Equal(message, Fault(true, Key.Text, password));

    [Fact]
    public void Its_text_holds_no_secret()
    {
        var text = new DemoSettings(Key, "correct horse battery").ToString();
        Assert.DoesNotContain(Key.Text, text, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", text, StringComparison.Ordinal);
    }

    private static string Fault(bool development, string? key, string? password) =>
        Assert.Throws<InvalidOperationException>(() => Read(development, key, password)).Message;

    private static DemoSettings? Read(bool development, string? key, string? password) => DemoSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Demo:ApiKey"] = key, ["Demo:Password"] = password }).Build(),
        development);
}
