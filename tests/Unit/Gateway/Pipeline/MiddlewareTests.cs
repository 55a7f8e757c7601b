using System.Text;
using Platform.Gateway;
using Platform.Gateway.Pipeline;
using Platform.ServiceDefaults;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Pipeline;

/// <summary>What stands around all routes of the gateway as it starts.</summary>
public sealed class MiddlewareTests
{
    private static WebApplication Build(params KeyValuePair<string, string?>[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([
            new("Public:BaseUrl", "https://api.example.com/v1"),
            new("Public:ErrorDocs", "https://example.com/errors"),
            .. settings,
        ]);
        builder.AddServiceDefaults();
        builder.AddGateway();
        var app = builder.Build();
        app.MapGateway();
        return app;
    }

    /// <summary>Sends a request through the gateway's own middleware, behind which no endpoint is executed here.</summary>
    private static async Task<DefaultHttpContext> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        await using var app = Build();
        await using var scope = app.Services.CreateAsyncScope();
        var http = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            Request = { Method = method, Path = path },
            Response = { Body = new MemoryStream() },
        };
        foreach (var (name, value) in headers)
            http.Request.Headers[name] = value;
        await ((IApplicationBuilder)app).Build()(http);
        return http;
    }

    [Fact]
    public async Task A_page_of_any_origin_may_call()
    {
        var http = await SendAsync(
            "OPTIONS",
            "/v1/chat/completions",
            ("Origin", "https://page.example"),
            ("Access-Control-Request-Method", "POST")
        );
        Assert.Equal((204, "*"), (http.Response.StatusCode, http.Response.Headers.AccessControlAllowOrigin.ToString()));
    }

    [Fact]
    public async Task A_form_that_equals_another_is_read_as_that_one()
    {
        var http = await SendAsync("HEAD", "/openai/v1/models");
        Assert.Equal(("GET", "/v1/models"), (http.Request.Method, http.Request.Path.Value));
    }

    /// <summary>Switched off, or taken apart by a proxy, which leaves a key and no upgrade or the other way round.</summary>
    [Theory]
    [InlineData("false", "websocket", "dGhlIHNhbXBsZSBub25jZQ==", 426, "HTTP/1.1")]
    [InlineData("true", "websocket", null, 426, "HTTP/1.1")]
    [InlineData("true", null, "dGhlIHNhbXBsZSBub25jZQ==", 426, "HTTP/1.1")]
    [InlineData("true", null, null, 404, "")]
    public async Task A_web_socket_that_cannot_be_had_is_refused_with_the_protocol_to_use(
        string enabled,
        string? upgrade,
        string? key,
        int status,
        string instead
    )
    {
        await using var app = Build(new KeyValuePair<string, string?>("WebSocket:Enabled", enabled));
        var endpoint = ((IEndpointRouteBuilder)app)
            .DataSources.SelectMany(source => source.Endpoints)
            .Cast<RouteEndpoint>()
            .Single(each =>
                each.RoutePattern.RawText == "/v1/responses" && each.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")
            );
        var http = new DefaultHttpContext
        {
            RequestServices = app.Services,
            Request = { Method = "GET", Path = "/v1/responses" },
            Response = { Body = new MemoryStream() },
        };
        http.Request.Headers.Upgrade = upgrade;
        http.Request.Headers.SecWebSocketKey = key;
        await endpoint.RequestDelegate!(http);
        Assert.Equal((status, instead), (http.Response.StatusCode, http.Response.Headers.Upgrade.ToString()));
    }

    /// <summary>Here, that its endpoint was not executed.</summary>
    [Fact]
    public async Task What_no_step_foresaw_is_answered()
    {
        var http = await SendAsync("POST", "/v1/chat/completions");
        Assert.Equal(500, http.Response.StatusCode);
        Assert.Contains(
            "\"code\":\"internal_error\"",
            Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()),
            StringComparison.Ordinal
        );
    }
}
