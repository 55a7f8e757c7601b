using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Pipeline;

/// <summary>What no step foresees, sent over a socket to the real server, in Development, where the developer page would show the key.</summary>
public sealed class UnforeseenErrorsTests : IAsyncLifetime
{
    private const string Key = "sk-not-to-be-shown";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> logged = new();
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders().AddProvider(new Log(logged));
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(1.1))
        );
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new ErrorWriter(Options.Create(new PublicAddresses())));
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseRequestScope();
        app.UseUnforeseenErrors();
        app.UseRouting();
        var options = Options.Create(new RequestOptions());
        var reader = new RequestReader(options, new BodyMemory(options));
        foreach (var protocol in Protocol.All)
            app.MapPost(
                "/v1" + protocol.Path,
                async http =>
                {
                    var read = await reader.ReadAsync(http.Request, protocol, () => default, http.RequestAborted);
                    var errors = http.RequestServices.GetRequiredService<ErrorWriter>();
                    await errors.WriteAsync(http, read.Error ?? new ApiError(418, "read", "read", "Read to its end."));
                }
            );
        app.MapGet("/v1/models", FailAsync);
        // Two routes of one path: the fault is in the routing itself.
        foreach (var answer in (RequestDelegate[])[FailAsync, FailLateAsync])
            app.MapGet("/v1/twice", answer);
        app.MapGet("/v1/begun", FailLateAsync);
        await app.StartAsync();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    private static Task FailAsync(HttpContext http) => throw new InvalidOperationException("Nobody thought of this.");

    private static async Task FailLateAsync(HttpContext http)
    {
        await http.Response.WriteAsync("begun");
        await http.Response.Body.FlushAsync();
        throw new InvalidOperationException("Too late to say so.");
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffffffff\r\n{\"model\":", "400 Bad Request", "invalid_request_error")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n{\"model\":", "400 Bad Request", "invalid_request_error")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nxyz\r\n{\"model\":", "400 Bad Request", "invalid_request_error")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\n{\"model\":", "400 Bad Request", "invalid_request_error")]
    [InlineData("Content-Length: 99999999999\r\n\r\n{\"model\":", "413", "request_too_large")]
    public async Task A_body_that_breaks_or_lies_about_its_length_is_refused(string rest, string status, string code)
    {
        foreach (var protocol in Protocol.All)
            ExpectError(await AskAsync($"POST /v1{protocol.Path}", rest, endAfter: false), status, code, protocol.IsAnthropic);
        Assert.Empty(logged);
    }

    /// <summary>The server takes a client that has closed its side for one that has gone, and closes the connection.</summary>
    [Theory]
    [InlineData("Content-Length: 400\r\n\r\n{\"model\":")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n9\r\n{\"model\":\r\n")]
    public async Task A_body_that_is_cut_is_no_error_of_ours(string rest)
    {
        foreach (var protocol in Protocol.All)
            Assert.DoesNotContain("500", await AskAsync($"POST /v1{protocol.Path}", rest, endAfter: true), StringComparison.Ordinal);
        Assert.Empty(logged);
    }

    [Theory]
    [InlineData("Content-Length: 400\r\n\r\n{\"model\":")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n9\r\n{\"model\":\r\n")]
    public async Task A_body_that_stalls_ends_in_408(string rest)
    {
        var answers = await Task.WhenAll(
            Protocol.All.Select(async protocol => (protocol, await AskAsync($"POST /v1{protocol.Path}", rest, endAfter: false)))
        );
        foreach (var (protocol, answer) in answers)
        {
            ExpectError(answer, "408", "request_timeout", protocol.IsAnthropic);
            Assert.Contains("Retry-After: 1\r\n", answer, StringComparison.Ordinal);
        }

        Assert.Empty(logged);
    }

    [Theory]
    [InlineData("GET /v1/models", false)]
    [InlineData("GET /v1/twice", false)]
    [InlineData("GET /v1/models", true)]
    public async Task A_fault_of_our_own_is_said_to_be_one_and_logged_with_the_request_id(string request, bool anthropic)
    {
        var answer = await AskAsync(request, (anthropic ? "anthropic-version: 2023-06-01\r\n" : "") + "Connection: close\r\n\r\n", false);
        ExpectError(answer, "500", "internal_error", anthropic);
        var id = answer.Split('\n').Single(line => line.StartsWith("x-request-id: ", StringComparison.Ordinal))["x-request-id: ".Length..];
        Assert.Contains(logged, line => line.StartsWith($"{id.Trim()} met an error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_has_begun_is_cut_and_never_ends_as_if_it_were_whole()
    {
        var answer = await AskAsync("GET /v1/begun", "\r\n", endAfter: false);
        Assert.Contains("begun", answer, StringComparison.Ordinal);
        Assert.False(answer.EndsWith("0\r\n\r\n", StringComparison.Ordinal));
        Assert.DoesNotContain(Key, answer, StringComparison.Ordinal);
    }

    private static void ExpectError(string answer, string status, string code, bool anthropic)
    {
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Contains("x-request-id: req_", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        Assert.Contains(anthropic ? "{\"type\":\"error\",\"error\":{" : "\r\n{\"error\":{\"message\":", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, answer, StringComparison.Ordinal);
    }

    /// <summary>All that the server sends until it closes the connection.</summary>
    private async Task<string> AskAsync(string request, string rest, bool endAfter)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(app.Urls.Single()).Port, timeout.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Key}\r\n{rest}"),
            timeout.Token
        );
        if (endAfter)
            client.Client.Shutdown(SocketShutdown.Send);
        using var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, timeout.Token);
        }
        catch (IOException)
        {
            // A connection that is reset has sent all it sends.
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }

    /// <summary>Warnings and errors.</summary>
    private sealed class Log(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        void ILogger.Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                lines.Enqueue(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
