using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>A comment is due after fifteen seconds of silence.</summary>
public sealed class KeepAliveInvokerTests : IDisposable
{
    private const string Comment = ": keep-alive\n";

    private readonly FakeTimeProvider time = new();
    private readonly DefaultHttpContext http = new();
    private readonly MemoryStream client = new();
    private readonly Exchange exchange;
    private readonly Silent upstream = new();
    private readonly KeepAliveInvoker invoker;

    public KeepAliveInvokerTests()
    {
        http.Features.Set<IHttpResponseFeature>(new ServerResponse(client));
        http.Response.Body = client;
        exchange = Exchange(Protocol.Chat, stream: true);
        invoker = new KeepAliveInvoker(exchange, upstream, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(5), time);
    }

    private string Written => Encoding.UTF8.GetString(client.ToArray());

    private Exchange Exchange(Protocol protocol, bool stream) =>
        Exchanges.For(protocol, $$"""{"model":"m","messages":["12345678"],"stream":{{(stream ? "true" : "false")}}}""", http, time);

    /// <summary>Where there is no context of a test, what waits for the time runs at once: when this ends, it is done.</summary>
    private Task PassAsync(double seconds) => Task.Run(() => time.Advance(TimeSpan.FromSeconds(seconds)));

    private Task<HttpResponseMessage> AskAsync(CancellationToken cancellationToken = default) =>
        invoker.SendAsync(new HttpRequestMessage(), cancellationToken);

    [Fact]
    public async Task A_prompt_answer_is_passed_on_and_nothing_is_sent()
    {
        var asked = AskAsync();
        await PassAsync(14.9);
        var answer = upstream.Answer(HttpStatusCode.TooManyRequests);
        Assert.Same(answer, await asked);
        await PassAsync(60);
        Assert.Equal(("", false, null), (Written, invoker.OnlyCommentsSent, http.Response.ContentType));
    }

    [Fact]
    public async Task A_silent_upstream_is_filled_with_a_comment_for_each_interval_until_it_answers()
    {
        var asked = AskAsync();
        await PassAsync(15);
        Assert.Equal(Comment, Written);
        Assert.Equal(
            ("text/event-stream; charset=utf-8", "no-cache"),
            (ServerHeaders.ContentType.ToString(), ServerHeaders.CacheControl.ToString())
        );
        await PassAsync(14.9);
        Assert.Equal(Comment, Written);
        await PassAsync(0.1);
        Assert.Equal(Comment + Comment, Written);
        Assert.False(asked.IsCompleted);
        var answer = upstream.Answer(HttpStatusCode.OK);
        Assert.Same(answer, await asked);
        await PassAsync(60);
        Assert.Equal(Comment + Comment, Written);
    }

    [Fact]
    public async Task After_comments_alone_the_response_seems_untouched_and_what_is_set_is_dropped()
    {
        _ = AskAsync();
        await PassAsync(15);
        Assert.True(invoker.OnlyCommentsSent);
        Assert.False(http.Response.HasStarted);
        http.Response.StatusCode = 502;
        http.Response.Headers["x-late"] = "1";
        Assert.Equal(200, Server.StatusCode);
        Assert.False(ServerHeaders.ContainsKey("x-late"));
        http.Response.Clear();
        Assert.Equal((200, true), (http.Response.StatusCode, ServerHeaders.ContainsKey("X-Accel-Buffering")));
    }

    [Fact]
    public async Task After_an_event_the_response_has_started()
    {
        _ = AskAsync();
        await PassAsync(15);
        exchange.NoteFirstByte();
        Assert.Equal((false, true), (invoker.OnlyCommentsSent, http.Response.HasStarted));
    }

    [Fact]
    public async Task At_the_end_the_server_says_that_the_response_has_started()
    {
        _ = AskAsync();
        await PassAsync(15);
        invoker.Dispose();
        Assert.True(http.Response.HasStarted);
        Assert.IsType<ServerResponse>(http.Features.Get<IHttpResponseFeature>());
    }

    [Fact]
    public async Task The_next_route_does_not_begin_the_interval_anew()
    {
        var first = AskAsync();
        await PassAsync(10);
        upstream.Answer(HttpStatusCode.InternalServerError);
        await first;
        _ = AskAsync();
        await PassAsync(4.9);
        Assert.Equal("", Written);
        await PassAsync(0.1);
        Assert.Equal(Comment, Written);
        Assert.Equal(TimeSpan.FromSeconds(15), invoker.Timeout);
    }

    [Fact]
    public async Task A_failure_is_passed_on()
    {
        var asked = AskAsync();
        await PassAsync(20);
        upstream.Fail(new HttpRequestException("gone"));
        await Assert.ThrowsAsync<HttpRequestException>(() => asked);
    }

    /// <summary>The forwarder's timeout, or a client that has gone.</summary>
    [Fact]
    public async Task A_call_that_is_given_up_ends_the_comments()
    {
        using var timeout = new CancellationTokenSource();
        var asked = AskAsync(timeout.Token);
        await PassAsync(15);
        await timeout.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await PassAsync(60);
        Assert.Equal(Comment, Written);
    }

    [Fact]
    public async Task A_comment_that_cannot_be_sent_does_not_lose_the_answer()
    {
        http.Response.Body = new MemoryStream([], writable: false);
        var asked = AskAsync();
        await PassAsync(15);
        var answer = upstream.Answer(HttpStatusCode.OK);
        Assert.Same(answer, await asked);
    }

    [Fact]
    public async Task Whole_answers_and_counts_of_tokens_are_waited_for_in_silence()
    {
        foreach (var silent in (Exchange[])[Exchange(Protocol.Chat, stream: false), Exchange(Protocol.CountTokens, stream: true)])
        {
            using var waiting = new KeepAliveInvoker(silent, upstream, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(5), time);
            _ = waiting.SendAsync(new HttpRequestMessage(), default);
            await PassAsync(60);
            Assert.Equal("", Written);
        }
    }

    public void Dispose() => invoker.Dispose();

    private IHttpResponseFeature Server => ((UncommittedResponseFeature)http.Features.Get<IHttpResponseFeature>()!).Server;

    private IHeaderDictionary ServerHeaders => Server.Headers;

    /// <summary>Has started once a byte was written, as a server's.</summary>
    private sealed class ServerResponse(Stream client) : HttpResponseFeature
    {
        public override bool HasStarted => client.Length > 0;
    }

    private sealed class Silent : HttpMessageHandler
    {
        private TaskCompletionSource<HttpResponseMessage> answer = new();

        public HttpResponseMessage Answer(HttpStatusCode status)
        {
            var response = new HttpResponseMessage(status);
            answer.SetResult(response);
            return response;
        }

        public void Fail(Exception exception) => answer.SetException(exception);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            answer = new TaskCompletionSource<HttpResponseMessage>();
            return answer.Task.WaitAsync(cancellationToken);
        }
    }
}
