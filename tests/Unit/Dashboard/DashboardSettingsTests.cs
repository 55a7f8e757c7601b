using Platform.Dashboard.Clients;
using Platform.Dashboard.Payments;
using Platform.Dashboard.Sessions;
using Platform.Dashboard.Web;
using Platform.Tests.Unit.ServiceDefaults.Settings;
using Xunit;

namespace Platform.Tests.Unit.Dashboard;

public sealed class DashboardSettingsTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory();

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void With_a_credential_the_defaults_do() => Assert.Empty(Read());

    [Theory]
    [InlineData(
        "Platform:BaseUrl",
        "http://localhost:8080",
        "is 'http://localhost:8080'. It must be an absolute http or https address that ends in /v1, for example http://localhost:8080/v1."
    )]
    [InlineData(
        "DataProtection:KeysDirectory",
        "/dev/null/keys",
        "is '/dev/null/keys'. It must be a directory that this process can write to, for example /var/lib/platform/dashboard-keys."
    )]
    [InlineData(
        "Payments:Sandbox:WebhookUrl",
        "/webhooks",
        "is '/webhooks'. It must be an absolute http or https address, for example http://localhost:8081/webhooks/sandbox."
    )]
    [InlineData(
        "Payments:Sandbox:WebhookSecret",
        "secret",
        "cannot be used. It must be a secret of at least 32 characters, without spaces or line breaks."
    )]
    [InlineData("Platform:Url", "http://localhost", "is not a setting. Platform has BaseUrl.")]
    public void A_wrong_setting_is_named(string key, string value, string message) =>
        Assert.Equal([$"{key} (environment variable {key.Replace(":", "__", StringComparison.Ordinal)}) {message}"], Read((key, value)));

    [Fact]
    public void What_only_usage_reads_is_let_be() =>
        Assert.Empty(Read(("Payments:Provider", "stripe"), ("Payments:Stripe:SecretKey", "sk")));

    private IReadOnlyList<string> Read(params (string Key, string? Value)[] settings) =>
        Faults.Of(
            builder =>
            {
                builder.AddServiceClients();
                builder.AddKeyRing();
                builder.AddSandbox();
                builder.AddPages();
            },
            [
                ("Service:Token", new string('t', 32)),
                ("DataProtection:KeysDirectory", Path.Combine(directory.FullName, "keys")),
                .. settings,
            ]
        );
}
