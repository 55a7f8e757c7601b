using Platform.Accounts.Demo;
using Platform.Contracts;
using Platform.Tests.Unit.ServiceDefaults.Settings;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Demo;

public sealed class DemoOptionsTests
{
    private const string Password = "correct horse battery";
    private static readonly ApiKey Key = ApiKey.Create();

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public void Without_a_key_nothing_is_wrong(string environment)
    {
        Assert.Empty(Read(environment, null, null));
        Assert.Empty(Read(environment, "", ""));
    }

    [Fact]
    public void In_development_a_key_and_a_password_do() => Assert.Empty(Read("Development", Key.Text, Password));

    [Fact]
    public void Outside_development_either_setting_is_refused()
    {
        string[] refusal =
        [
            "Demo:ApiKey and Demo:Password (environment variables Demo__ApiKey, Demo__Password) are for Development only. Remove them.",
        ];
        Assert.Equal(refusal, Read("Production", Key.Text, Password));
        Assert.Equal(refusal, Read("Production", null, Password));
    }

    [Fact]
    public void A_malformed_key_is_refused_without_being_shown() =>
        Assert.Equal(
            [
                "Demo:ApiKey (environment variable Demo__ApiKey) cannot be used. It must be an API key: 53 characters that begin with sk- and have the right checksum, as ApiKey.Create makes it.",
            ],
            Read("Development", Key.Text[..^1] + (Key.Text[^1] == 'a' ? 'b' : 'a'), Password)
        );

    [Theory]
    [InlineData(null, "is missing. Enter a password.")]
    [InlineData("short", "cannot be used. Use at least 10 characters; a few words in a row do well.")]
    public void A_password_that_nobody_could_register_with_is_refused(string? password, string message) =>
        Assert.Equal(["Demo:Password (environment variable Demo__Password) " + message], Read("Development", Key.Text, password));

    private static IReadOnlyList<string> Read(string environment, string? key, string? password) =>
        Faults.In(
            environment,
            builder => builder.AddDemo(),
            ("Demo:ApiKey", key),
            ("Demo:Password", password),
            ("Demo:Enabled", "true"),
            ("Demo:Pack", "builder")
        );
}
