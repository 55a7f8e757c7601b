using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Platform.Dashboard.Display.Errors;
using Platform.Gateway;
using Platform.Gateway.Api.OpenApi;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Platform.ServiceDefaults;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Api;

/// <summary>The OpenAPI document says what the code says: it is maintained by hand, and held by these.</summary>
public sealed class OpenApiTests
{
    private static readonly ReadResult Parsed = OpenApiModelFactory.Load(
        new MemoryStream(ApiDocument.Read()),
        "json",
        new OpenApiReaderSettings()
    );

    private static OpenApiDocument Document => Parsed.Document!;

    [Fact]
    public void The_document_is_valid_OpenAPI() => Assert.Empty(Parsed.Diagnostic!.Errors.Concat(Parsed.Diagnostic.Warnings));

    [Fact]
    public void Every_public_route_is_described_and_nothing_else() =>
        Assert.Equal(
            Routes("Production").Where(route => route.Contains(" /v1/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Document
                .Paths.SelectMany(path => path.Value.Operations!.Keys.Select(method => $"{method} {path.Key}"))
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_code_of_the_table_of_errors_is_described_under_its_status()
    {
        Assert.Equal(
            ErrorCode.All.Select(error => error.Code).Order(StringComparer.Ordinal),
            Document.Components!.Schemas!["ErrorCode"].Enum!.Select(code => code.GetValue<string>()).Order(StringComparer.Ordinal)
        );
        foreach (var status in ErrorCode.All.GroupBy(error => error.Status))
            Assert.Equal(
                string.Join(", ", status.Select(error => error.Code)) + ".",
                Document.Components.Responses!["Error" + status.Key].Description
            );
    }

    [Fact]
    public void An_operation_names_only_responses_that_the_table_has() =>
        Assert.All(
            Document
                .Paths.SelectMany(path => path.Value.Operations!.Values)
                .SelectMany(operation => operation.Responses!.Keys)
                .Where(status => status is not ("200" or "101")),
            status => Assert.Contains(status, ErrorCode.All.Select(error => error.Status))
        );

    [Fact]
    public void The_members_of_a_body_that_decide_its_bill_are_described()
    {
        foreach (var protocol in Protocol.All)
        {
            var schema = Document
                .Paths["/v1" + protocol.Path]
                .Operations![HttpMethod.Post]
                .RequestBody!
                .Content!["application/json"]
                .Schema!;
            string[] read = ["model", .. protocol.Request.Prompt, .. protocol.Request.Limits, .. protocol.Request.Choices];
            Assert.Subset(schema.Properties!.Keys.ToHashSet(StringComparer.Ordinal), read.ToHashSet(StringComparer.Ordinal));
            Assert.Contains(protocol.Request.Subject, schema.Required!);
        }
    }

    [Fact]
    public void A_page_may_read_every_header_that_is_described() =>
        Assert.Subset(
            BrowserAccess.Exposed.ToHashSet(StringComparer.OrdinalIgnoreCase),
            Document
                .Paths.SelectMany(path => path.Value.Operations!.Values)
                .SelectMany(operation => operation.Responses!.Values)
                .Concat(Document.Components!.Responses!.Values)
                .SelectMany(response => response.Headers?.Keys ?? [])
                .ToHashSet(StringComparer.OrdinalIgnoreCase)
        );

    [Fact]
    public void Development_serves_the_document_and_its_page()
    {
        var added = Routes("Development").Except(Routes("Production")).ToArray();
        Assert.Contains("GET /openapi/v1.json", added);
        Assert.All(
            added,
            route => Assert.True(route == "GET /openapi/v1.json" || route.StartsWith("GET /scalar", StringComparison.Ordinal), route)
        );
    }

    [Fact]
    public void Production_serves_neither() =>
        Assert.DoesNotContain(
            Routes("Production"),
            route => route.Contains("openapi", StringComparison.Ordinal) || route.Contains("scalar", StringComparison.Ordinal)
        );

    [Fact]
    public async Task The_document_is_served_and_its_page_loads_nothing_from_elsewhere()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapApiDocument();
        app.MapFallback("{**path}", () => Results.NotFound());
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Assert.Equal(ApiDocument.Read(), await http.GetByteArrayAsync("/openapi/v1.json"));
        var page = await http.GetStringAsync("/scalar/");
        Assert.Contains("Platform API", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await http.GetAsync("/openapi/v2.json")).StatusCode);
    }

    private static IReadOnlyList<string> Routes(string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        // The connection to Redis is not among the services.
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = false);
        builder.AddServiceDefaults();
        builder.AddGateway();
        var app = builder.Build();
        app.MapGateway();
        return
        [
            .. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>().SelectMany(Described),
        ];
    }

    private static IEnumerable<string> Described(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
            // The GET of a WebSocket over HTTP/2, which OpenAPI has no name for.
            .Where(method => method != "CONNECT")
            .Select(method => $"{method} {endpoint.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal)}");
}
