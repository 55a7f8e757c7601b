using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Gateway.Continuation;
using Platform.Gateway.Errors;
using Platform.Gateway.Requests;
using Platform.Gateway.Sockets;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Sockets;

/// <summary>A connection over which requests run that a test answers.</summary>
public sealed class ClientConnectionTests : IDisposable
{
    private const string Delta = """{"type":"response.output_text.delta","delta":"Hi"}""",
        Completed = """{"type":"response.completed","response":{"id":"resp_1","output":[]}}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new();
    private readonly SocketPair pair = new();
    private readonly SocketOptions options = new();
    private readonly BodyMemory bodies = new(Options.Create(new RequestOptions()));
    private readonly ConcurrentQueue<HttpContext> requests = [];
    private Func<HttpContext, Task> answer = http => StreamAsync(http, $"data: {Completed}\n\n");

    public void Dispose() => pair.Dispose();

    private static async Task StreamAsync(HttpContext http, string sse)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(sse));
    }

    private (ClientConnection Connection, Task Served) Serve(CancellationToken aborted = default)
    {
        var parts = new SocketParts(
            Options.Create(options),
            Options.Create(new RequestOptions { MaxBodyBytes = 2048 }),
            bodies,
            new ConnectionMemory(Options.Create(new ContinuationOptions())),
            null!,
            new ErrorMessages(new ErrorWriter(Options.Create(new PublicAddresses()))),
            time
        );
        var handshake = new DefaultHttpContext();
        handshake.Request.Headers.Authorization = "Bearer sk-test";
        handshake.Request.Headers["Sec-WebSocket-Key"] = "key";
        handshake.Request.Headers["Idempotency-Key"] = "once";
        handshake.Request.Headers["OpenAI-Beta"] = "responses_websockets=2026-02-06";
        handshake.Request.Headers["session-id"] = "session";
        var connection = new ClientConnection(
            pair.Server,
            new KeyFacts("key", "key", Guid.Empty, "", KeyStatus.Active, null, null, null),
            new CreateRequests(handshake, RunAsync),
            parts,
            pair.Break
        );
        return (connection, connection.ServeAsync(aborted));
    }

    private Task RunAsync(HttpContext http)
    {
        requests.Enqueue(http);
        return answer(http);
    }

    private Task CreateAsync(string more = "") => pair.SendAsync($$"""{"type":"response.create"{{more}}}""");

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(1, patience.Token);
    }

    [Fact]
    public async Task A_create_runs_as_a_post_with_the_headers_of_the_handshake()
    {
        var (connection, served) = Serve();
        await CreateAsync(",\"model\":\"m\"");
        Assert.Equal($$$"""{{{Completed[..^1]}}},"headers":{}}""", await pair.ReadAsync());
        var request = Assert.Single(requests).Request;
        Assert.Equal(
            ("POST", "/v1/responses", "application/json", """{"stream":true,"model":"m"}"""),
            (
                request.Method,
                request.Path.Value,
                request.ContentType,
                Encoding.UTF8.GetString(request.HttpContext.Features.Get<ReceivedBody>()!.Read.Value.Span)
            )
        );
        Assert.Equal(["Authorization", "Content-Length", "Content-Type", "Host", "session-id"], request.Headers.Keys.Order());
        await pair.Client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience);
        await served.WaitAsync(Patience);
        connection.Dispose();
        Assert.Equal(0, bodies.Taken);
    }

    /// <summary>Comments, the end mark and empty events are none; what spans writes is whole.</summary>
    [Fact]
    public async Task Each_event_is_one_message_with_its_stream_and_the_first_has_the_headers()
    {
        answer = async http =>
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers["x-request-id"] = "req_1";
                http.Response.Headers.RetryAfter = "1";
                return Task.CompletedTask;
            });
            await StreamAsync(http, ": keep-alive\nevent: response.output_text.delta\ndata: {\"type\":\"response.output");
            await StreamAsync(
                http,
                $"_text.delta\",\"delta\":\"Hi\"}}\n\ndata: {Delta}\n\n: keep-alive\ndata: {Completed}\n\ndata: [DONE]\n\n"
            );
        };
        _ = Serve();
        await CreateAsync(",\"stream_id\":\"main\"");
        Assert.Equal(
            $$$"""{{{Delta[..^1]}}},"stream_id":"main","headers":{"x-request-id":"req_1","retry-after":"1"}}""",
            await pair.ReadAsync()
        );
        Assert.Equal($$"""{{Delta[..^1]}},"stream_id":"main"}""", await pair.ReadAsync());
        Assert.Equal($$"""{{Completed[..^1]}},"stream_id":"main"}""", await pair.ReadAsync());
        // Nothing came behind it: the next message is of the next answer.
        answer = http => StreamAsync(http, $"data: [DONE]\n\ndata: {Delta}\n\ndata: {Completed}\n\n");
        await CreateAsync(",\"stream_id\":\"main\"");
        Assert.StartsWith($$"""{{Delta[..^1]}},"stream_id":"main",""", await pair.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal($$"""{{Completed[..^1]}},"stream_id":"main"}""", await pair.ReadAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData($"data: {Delta}\n\n")]
    public async Task An_answer_that_does_not_end_ends_in_an_error(string? sse)
    {
        answer = async http =>
        {
            if (sse is not null)
                await StreamAsync(http, sse);
            throw new InvalidOperationException("A fault");
        };
        _ = Serve();
        await CreateAsync();
        if (sse is not null)
            await pair.ReadAsync();
        Assert.StartsWith(
            """{"type":"error","status":500,"error":{"message":"The answer broke off. Send the request again.","type":"server_error","param":null,"code":"upstream_error"},"headers":{""",
            await pair.ReadAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_and_the_next_is_read()
    {
        answer = http =>
            http.Features.Get<ReceivedBody>()!.Read.Error is { } error
                ? StreamAsync(http, $"data: {{\"type\":\"error\",\"code\":\"{error.Code}\"}}\n\n")
                : StreamAsync(http, $"data: {Completed}\n\n");
        _ = Serve();
        await pair.SendAsync(new string(' ', 3000), end: false);
        await pair.SendAsync("{}");
        Assert.StartsWith("""{"type":"error","code":"request_too_large",""", await pair.ReadAsync(), StringComparison.Ordinal);
        await CreateAsync();
        Assert.StartsWith("""{"type":"response.completed",""", await pair.ReadAsync(), StringComparison.Ordinal);
        await Until(() => bodies.Taken == 0);
    }

    [Fact]
    public async Task A_client_that_goes_aborts_what_runs_and_drops_what_waits()
    {
        var began = new TaskCompletionSource();
        answer = async http =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        var (_, served) = Serve();
        await CreateAsync();
        await CreateAsync();
        await began.Task.WaitAsync(Patience);
        await pair.Client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience);
        await served.WaitAsync(Patience);
        Assert.Single(requests);
        Assert.Equal(0, bodies.Taken);
    }

    [Fact]
    public async Task When_the_gateway_stops_what_runs_finishes_and_nothing_new_begins()
    {
        var finish = new TaskCompletionSource();
        answer = async http =>
        {
            await StreamAsync(http, $"data: {Delta}\n\n");
            await finish.Task;
            await StreamAsync(http, $"data: {Completed}\n\n");
        };
        var (connection, served) = Serve();
        await CreateAsync();
        await pair.ReadAsync();
        connection.End(Ending.Stopping);
        await CreateAsync(",\"stream_id\":\"late\"");
        Assert.StartsWith(
            """{"type":"error","status":503,"error":{"message":"This gateway is about to restart""",
            await pair.ReadAsync(),
            StringComparison.Ordinal
        );
        finish.SetResult();
        Assert.StartsWith("""{"type":"response.completed",""", await pair.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("EndpointUnavailable", await pair.ReadAsync());
        await pair.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await served.WaitAsync(Patience);
        Assert.Single(requests);
    }

    [Fact]
    public async Task A_connection_that_is_too_old_says_so_and_closes()
    {
        var (connection, _) = Serve();
        time.Advance(options.Lifetime - TimeSpan.FromSeconds(1));
        await CreateAsync();
        await pair.ReadAsync();
        connection.Look();
        time.Advance(TimeSpan.FromSeconds(1));
        connection.Look();
        Assert.Equal(
            """{"type":"error","status":400,"error":{"message":"A WebSocket connection lasts 60 minutes, and this one is as old. Open a new one, and send the whole conversation on it: what the old one kept is gone.","type":"invalid_request_error","param":null,"code":"websocket_connection_limit_reached"}}""",
            await pair.ReadAsync()
        );
        Assert.Equal("EndpointUnavailable", await pair.ReadAsync());
    }

    [Fact]
    public async Task An_idle_connection_closes_and_one_whose_response_is_under_way_does_not()
    {
        var finish = new TaskCompletionSource();
        answer = async http =>
        {
            await finish.Task;
            await StreamAsync(http, $"data: {Completed}\n\n");
        };
        var (connection, _) = Serve();
        await CreateAsync();
        await Until(() => !requests.IsEmpty);
        time.Advance(options.IdleTimeout);
        connection.Look();
        finish.SetResult();
        Assert.StartsWith("""{"type":"response.completed",""", await pair.ReadAsync(), StringComparison.Ordinal);
        // It counts from the end of the response.
        connection.Look();
        await CreateAsync();
        Assert.StartsWith("""{"type":"response.completed",""", await pair.ReadAsync(), StringComparison.Ordinal);
        await Until(() => bodies.Taken == 0);
        time.Advance(options.IdleTimeout);
        connection.Look();
        Assert.Equal("EndpointUnavailable", await pair.ReadAsync());
    }

    [Fact]
    public async Task A_key_that_is_not_in_force_any_more_ends_the_connection()
    {
        answer = async http =>
        {
            (http.Response.StatusCode, http.Response.ContentType) = (401, "application/json");
            await http.Response.Body.WriteAsync("""{"error":{"code":"invalid_api_key"}}"""u8.ToArray());
        };
        _ = Serve();
        await CreateAsync(",\"stream_id\":\"a\"");
        Assert.Equal(
            """{"type":"error","status":401,"error":{"code":"invalid_api_key"},"stream_id":"a","headers":{}}""",
            await pair.ReadAsync()
        );
        Assert.Equal("PolicyViolation", await pair.ReadAsync());
    }

    /// <summary>More than the pipe holds: the upstream is not read on, and in the end the connection is broken off.</summary>
    [Fact]
    public async Task A_client_that_reads_nothing_is_waited_for_and_then_broken_off()
    {
        var written = 0;
        answer = async http =>
        {
            for (; !http.RequestAborted.IsCancellationRequested; written++)
                await StreamAsync(http, $"data: {Delta}\n\n");
        };
        var (connection, served) = Serve();
        await CreateAsync();
        await Until(() => Volatile.Read(ref written) > 10);
        time.Advance(options.ClientTimeout + TimeSpan.FromSeconds(1));
        await Until(() =>
        {
            connection.Look();
            time.Advance(TimeSpan.FromSeconds(1));
            return served.IsCompleted;
        });
        Assert.InRange(written, 10, 1000);
    }

    [Fact]
    public async Task A_message_that_is_never_finished_is_given_up()
    {
        var (connection, served) = Serve();
        await pair.SendAsync("{\"type\":", end: false);
        await Until(() =>
        {
            time.Advance(options.ClientTimeout);
            connection.Look();
            return served.IsCompleted;
        });
        Assert.Empty(requests);
        Assert.Equal(0, bodies.Taken);
    }
}
