using Platform.Dashboard.Addresses;
using Platform.Dashboard.Web;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Addresses;

/// <summary>What a request says about its sender and about this host, and what is believed of it.</summary>
public sealed class AddressesTests
{
    [Theory]
    [InlineData("", "198.51.100.7", "127.0.0.1")]
    [InlineData("192.0.2.0/24", "198.51.100.7", "127.0.0.1")]
    [InlineData("127.0.0.1", "198.51.100.7", "198.51.100.7")]
    [InlineData("127.0.0.0/8, 192.0.2.0/24", "198.51.100.7, 192.0.2.9", "198.51.100.7")]
    [InlineData("127.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7")]
    [InlineData("127.0.0.1", "2001:db8::7", "2001:db8::7")]
    public async Task Only_a_named_proxy_is_believed_who_its_client_is(string proxies, string forwarded, string sender) =>
        Assert.Equal($"https://example.com {sender}", (await AskAsync("https://example.com", proxies, forwarded)).Text);

    [Theory]
    [InlineData("https://example.com", "https://example.com 127.0.0.1", "max-age=31536000")]
    [InlineData("https://example.com:8443/", "https://example.com:8443 127.0.0.1", "max-age=31536000")]
    [InlineData("http://localhost:8081", "http://localhost:8081 127.0.0.1", null)]
    public async Task The_public_address_is_the_configured_one_whatever_is_sent(string address, string seen, string? transportSecurity) =>
        Assert.Equal((seen, transportSecurity), await AskAsync(address, "", "198.51.100.7"));

    [Theory]
    [InlineData("https://example.com", "__Host-platform-session", CookieSecurePolicy.Always)]
    [InlineData("http://localhost:8081", "platform-session", CookieSecurePolicy.None)]
    public void Cookies_are_bound_to_a_host_with_https(string address, string name, CookieSecurePolicy policy)
    {
        var cookie = new CookieBuilder();
        OurCookies.Secure(cookie, "platform-session", new PlatformOptions { PublicUrl = address });
        Assert.Equal(
            (name, policy, "/", null, true, SameSiteMode.Lax),
            (cookie.Name, cookie.SecurePolicy, cookie.Path, cookie.Domain, cookie.HttpOnly, cookie.SameSite)
        );
    }

    private static async Task<(string Text, string? TransportSecurity)> AskAsync(string address, string proxies, string forwarded)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection([
            new("Platform:BaseUrl", "https://api.example.com/v1"),
            new("Platform:PublicUrl", address),
            new("Proxies:Networks", proxies),
        ]);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.AddAddresses();
        await using var app = builder.Build();
        app.UseAddresses();
        app.UseSecurityHeaders();
        app.Run(context =>
            context.Response.WriteAsync($"{context.Request.Scheme}://{context.Request.Host} {context.Connection.RemoteIpAddress}")
        );
        await app.StartAsync();

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.Single());
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-For", forwarded);
        request.Headers.Add("X-Forwarded-Proto", "ftp");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        using var response = await client.SendAsync(request);
        return (
            await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("Strict-Transport-Security", out var value) ? value.Single() : null
        );
    }
}
