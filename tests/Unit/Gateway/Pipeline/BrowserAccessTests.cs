using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Pipeline;

/// <summary>What a page in a browser may do, and requests in a form that equals another.</summary>
public sealed class BrowserAccessTests : IAsyncLifetime
{
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.AddBrowserAccess();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new ErrorWriter(Options.Create(new PublicAddresses())));
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseEquivalentForms();
        app.UseRequestScope();
        app.UseBrowserAccess();
        app.UseUnforeseenErrors();
        app.UseRouting();
        app.MapGet("/v1/models", AnswerAsync);
        app.MapPost("/v1/chat/completions", AnswerAsync);
        app.MapGet("/v1/fails", FailAsync);
        app.MapFallback(
            "{**path}",
            (HttpContext http, ErrorWriter errors, IOptions<PublicAddresses> addresses) => UnknownUrl.AnswerAsync(http, errors, addresses)
        );
        await app.StartAsync();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    private static Task AnswerAsync(HttpContext http) => http.Response.WriteAsync(http.Context().Endpoint);

    private static Task FailAsync(HttpContext http) => throw new InvalidOperationException("Nobody thought of this.");

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/models")]
    [InlineData("/v1/messages")]
    [InlineData("/openai/v1/responses")]
    [InlineData("/nothing/at/all")]
    public async Task A_preflight_is_answered_for_every_path(string path)
    {
        using var response = await SendAsync(
            HttpMethod.Options,
            path,
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type,x-stainless-lang")
        );
        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal("*", Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("authorization,content-type,x-stainless-lang", Header(response, "Access-Control-Allow-Headers"));
        Assert.Equal("POST", Header(response, "Access-Control-Allow-Methods"));
        Assert.Equal("7200", Header(response, "Access-Control-Max-Age"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/v1/models", 200)]
    [InlineData("/v1/nothing", 404)]
    [InlineData("/v1/moderations", 404)]
    [InlineData("/v1/fails", 500)]
    public async Task A_page_may_read_the_answer_and_our_headers_also_of_an_error(string path, int status)
    {
        using var response = await SendAsync(HttpMethod.Get, path);
        Assert.Equal((status, "*"), ((int)response.StatusCode, Header(response, "Access-Control-Allow-Origin")));
        Assert.Equal(string.Join(',', BrowserAccess.Exposed), Header(response, "Access-Control-Expose-Headers"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.StartsWith("req_", Header(response, "x-request-id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_said_of_origins_to_who_has_none()
    {
        using var client = Client();
        using var response = await client.GetAsync("/v1/models");
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/v1/models", 200)]
    [InlineData("/openai/v1/models", 200)]
    [InlineData("/v1/nothing", 404)]
    public async Task HEAD_is_GET_without_the_body(string path, int status)
    {
        using var client = Client();
        using var whole = await client.GetAsync(path);
        using var head = await SendAsync(HttpMethod.Head, path);
        Assert.Equal((status, ""), ((int)head.StatusCode, await head.Content.ReadAsStringAsync()));
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        // An error says how long it would be.
        Assert.Equal(status == 404, head.Content.Headers.ContentLength > 0);
    }

    [Theory]
    [InlineData("/openai/v1/chat/completions?api-version=preview")]
    [InlineData("/OpenAI/V1/chat/completions")]
    public async Task The_path_of_an_Azure_client_is_that_of_every_other(string path)
    {
        using var client = Client();
        using var response = await client.PostAsync(path, null);
        Assert.Equal("/v1/chat/completions", await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", "https://app.example.com");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }

    private HttpClient Client() => new() { BaseAddress = new Uri(app.Urls.Single()) };

    private static string Header(HttpResponseMessage response, string name) => string.Join(',', response.Headers.GetValues(name));
}
