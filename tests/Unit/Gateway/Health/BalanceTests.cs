using System.Net;
using System.Text;
using Platform.Gateway.Health;
using Platform.Gateway.Upstreams;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>What the vendors say that an account has left, as their documentation shows it.</summary>
public sealed class BalanceTests
{
    [Theory]
    [InlineData("https://api.deepseek.com/v1", null, "https://api.deepseek.com/user/balance")]
    [InlineData("https://api.deepseek.com", null, "https://api.deepseek.com/user/balance")]
    [InlineData("https://openrouter.ai/api/v1", null, "https://openrouter.ai/api/v1/credits")]
    [InlineData("http://127.0.0.1:1/v1", "deepseek", "http://127.0.0.1:1/user/balance")]
    [InlineData("http://127.0.0.1:1/v1", "openrouter", "http://127.0.0.1:1/v1/credits")]
    [InlineData("https://api.openai.com/v1", null, null)]
    [InlineData("https://notdeepseek.com/v1", null, null)]
    public void Some_vendors_say_it(string baseUrl, string? provider, string? expected) =>
        Assert.Equal(expected, BalanceSource.For(new Upstream("up", Options(baseUrl, provider)))?.Address.ToString());

    [Theory]
    [InlineData(
        "deepseek",
        """{"is_available":true,"balance_infos":[{"currency":"CNY","total_balance":"7.00"},{"currency":"USD","total_balance":"110.05","granted_balance":"10.00","topped_up_balance":"100.05"}]}""",
        "110.05 USD"
    )]
    [InlineData("deepseek", """{"is_available":false,"balance_infos":[{"currency":"CNY","total_balance":"0.00"}]}""", "0.00 CNY")]
    [InlineData("deepseek", """{"is_available":false,"balance_infos":[]}""", null)]
    [InlineData("deepseek", """{"balance_infos":[{"currency":"USD","total_balance":"much"}]}""", null)]
    [InlineData("deepseek", "[]", null)]
    [InlineData("deepseek", "{", null)]
    [InlineData("openrouter", """{"data":{"total_credits":100.5,"total_usage":25.75}}""", "74.75 USD")]
    [InlineData("openrouter", """{"data":{"total_credits":1,"total_usage":1.5}}""", "-0.50 USD")]
    [InlineData("openrouter", """{"data":{"total_credits":"1"}}""", null)]
    [InlineData("openrouter", """{"error":{"message":"No auth"}}""", null)]
    public async Task It_is_read_as_the_vendor_writes_it(string provider, string answer, string? expected)
    {
        using var vendor = new Vendor(answer);
        using var probe = new UpstreamProbe(vendor, TimeProvider.System);
        var upstream = new Upstream("up", Options("http://127.0.0.1:9/v1", provider));
        Assert.Equal(expected, (await probe.BalanceAsync(upstream, upstream.Credentials[0], default))?.ToString());
        Assert.Equal("Bearer sk-secret", vendor.Authorization);
    }

    private static UpstreamOptions Options(string baseUrl, string? provider) =>
        new()
        {
            BaseUrl = baseUrl,
            ApiKey = "sk-secret",
            Provider = provider,
        };

    private sealed class Vendor(string answer) : HttpMessageHandler
    {
        public string? Authorization { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorization = request.Headers.Authorization?.ToString();
            return Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") }
            );
        }
    }
}
