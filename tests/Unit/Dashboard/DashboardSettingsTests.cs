using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Payments;
using Platform.Dashboard.Public;
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
        "is 'http://localhost:8080'. It must be an absolute http or https address that ends in /v1, for example https://api.example.com/v1."
    )]
    [InlineData(
        "Platform:BaseUrl",
        "",
        "is missing. It must be an absolute http or https address that ends in /v1, for example https://api.example.com/v1."
    )]
    [InlineData("Platform:PublicUrl", "", "is missing. It must be an absolute http or https address, for example https://example.com.")]
    [InlineData(
        "Platform:PublicUrl",
        "example.com",
        "is 'example.com'. It must be an absolute http or https address, for example https://example.com."
    )]
    [InlineData("Platform:PublicUrl", "http://example.com", "must begin with https:// outside Development, except on localhost.")]
    [InlineData(
        "Proxies:Networks",
        "10.0.0.0/8, proxy",
        "is '10.0.0.0/8, proxy'. It must be addresses and networks with commas between, for example 192.0.2.10, 10.0.0.0/8, 2001:db8::/32."
    )]
    [InlineData("Proxies:Known", "10.0.0.1", "is not a setting. Proxies has Networks.")]
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
    [InlineData(
        "Operator:PagesDirectory",
        "/no/such/directory",
        "is '/no/such/directory'. It must be a directory that exists, for example /etc/platform/pages."
    )]
    [InlineData(
        "Operator:SecurityContact",
        "security.example.com",
        "is 'security.example.com'. It must be an address that begins with mailto:, https: or tel:, for example mailto:security@example.com."
    )]
    [InlineData("Operator:Terms", "x", "is not a setting. Operator has PagesDirectory, SecurityContact.")]
    [InlineData("Platform:Url", "http://localhost", "is not a setting. Platform has BaseUrl, PublicUrl.")]
    public void A_wrong_setting_is_named(string key, string value, string message) =>
        Assert.Equal([$"{key} (environment variable {key.Replace(":", "__", StringComparison.Ordinal)}) {message}"], Read((key, value)));

    [Theory]
    [InlineData("http://localhost:8081")]
    [InlineData("http://127.0.0.1:8081/")]
    [InlineData("https://example.com/platform")]
    public void A_public_address_is_https_or_local(string address) => Assert.Empty(Read(("Platform:PublicUrl", address)));

    [Fact]
    public void Headers_of_whoever_sends_them_are_not_believed() =>
        Assert.Equal(
            [
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED believes whoever sends the headers. Remove it, and name the proxies in Proxies:Networks (environment variable Proxies__Networks).",
            ],
            Read(("FORWARDEDHEADERS_ENABLED", "true"))
        );

    [Fact]
    public void What_only_usage_reads_is_let_be() =>
        Assert.Empty(Read(("Payments:Provider", "stripe"), ("Payments:Stripe:SecretKey", "sk")));

    private IReadOnlyList<string> Read(params (string Key, string? Value)[] settings) =>
        Faults.Of(
            builder =>
            {
                builder.AddAddresses();
                builder.AddServiceClients();
                builder.AddKeyRing();
                builder.AddSandbox();
                builder.AddPages();
                builder.AddPublic();
            },
            [
                ("Service:Token", new string('t', 32)),
                ("Platform:BaseUrl", "https://api.example.com/v1"),
                ("Platform:PublicUrl", "https://example.com"),
                ("DataProtection:KeysDirectory", Path.Combine(directory.FullName, "keys")),
                .. settings,
            ]
        );
}
