using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Gateway.Upstreams;
using Xunit;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>What YARP itself sends when it forwards by our transformer.</summary>
public sealed class ForwardedBodyTests : IDisposable
{
    private const string Asked = """{"model":"m","messages":[1]}""";
    private const string Sent = """{"model":"theirs-é","messages":[1]}""";

    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();
    private readonly Upstream upstream = new();

    /// <param name="chunked">Whether the client sent no length.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_upstream_gets_the_routes_body_with_its_own_length(bool chunked)
    {
        var exchange = Request(chunked);
        Assert.Equal(ForwarderError.None, await ForwardAsync(exchange));
        Assert.Equal((Sent, (long?)Encoding.UTF8.GetByteCount(Sent)), (upstream.Body, upstream.Length));
    }

    [Fact]
    public async Task The_next_route_gets_a_whole_body_of_its_own()
    {
        var exchange = Request(chunked: false);
        await ForwardAsync(exchange);
        exchange.Http.Response.Clear();
        Assert.Equal(ForwarderError.None, await ForwardAsync(exchange));
        Assert.Equal((2, Sent), (upstream.Calls, upstream.Body));
    }

    [Fact]
    public async Task Headers_and_body_leave_in_one_write()
    {
        var wire = new Wire("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}");
        using var connections = new SocketsHttpHandler { ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(wire) };
        await ForwardAsync(Request(chunked: false), connections);
        var sent = Assert.Single(wire.Writes);
        Assert.StartsWith("POST /v1/chat/completions HTTP/1.1\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/json\r\n", sent, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {Encoding.UTF8.GetByteCount(Sent)}\r\n", sent, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Sent, sent, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        services.Dispose();
        upstream.Dispose();
    }

    private Task<ForwarderError> ForwardAsync(Exchange exchange) => ForwardAsync(exchange, upstream);

    private async Task<ForwarderError> ForwardAsync(Exchange exchange, HttpMessageHandler connections)
    {
        var attempt = Exchanges.Attempt(
            exchange,
            new Platform.Gateway.Upstreams.Upstream(
                "primary",
                new UpstreamOptions { BaseUrl = "http://upstream.test/v1", ApiKey = "theirs" }
            )
        );
        using var invoker = new KeepAliveInvoker(
            exchange,
            connections,
            TimeSpan.FromSeconds(15),
            TimeSpan.FromMinutes(5),
            TimeProvider.System
        );
        using var memory = new AnswerMemory(Options.Create(new ForwardingOptions()));
        using var transformer = new UpstreamTransformer(
            attempt,
            Encoding.UTF8.GetBytes(Sent),
            AttemptDeadlines.For(attempt.Route, attempt.Upstream, new ForwardingOptions(), exchange.IsStream, TimeSpan.FromHours(1)),
            new ForwardingOptions(),
            _ => [],
            invoker,
            memory,
            TimeProvider.System
        );
        return await services
            .GetRequiredService<IHttpForwarder>()
            .SendAsync(exchange.Http, "http://upstream.test/v1", invoker, ForwarderRequestConfig.Empty, transformer);
    }

    private static Exchange Request(bool chunked)
    {
        var http = new DefaultHttpContext
        {
            Request =
            {
                Method = "POST",
                Path = "/v1/chat/completions",
                ContentType = "application/json",
            },
        };
        if (chunked)
            http.Request.Headers.TransferEncoding = "chunked";
        else
            http.Request.ContentLength = Asked.Length;
        // Read by now, by the step that parsed it.
        http.Request.Body = Stream.Null;
        return Exchanges.For(Protocol.Chat, Asked, http, upstreamModel: "theirs-é");
    }

    private sealed class Upstream : HttpMessageHandler
    {
        public int Calls { get; private set; }

        public string Body { get; private set; } = "";

        public long? Length { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            Length = request.Content!.Headers.ContentLength;
            Body = await request.Content.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("""{"choices":[{"message":{"content":"x"}}]}"""),
            };
        }
    }

    /// <summary>A connection that notes each write, and answers the first.</summary>
    private sealed class Wire(string answer) : Stream
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly MemoryStream answered = new(Encoding.UTF8.GetBytes(answer));

        public List<string> Writes { get; } = [];

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(Encoding.UTF8.GetString(buffer.Span));
            asked.TrySetResult();
            return ValueTask.CompletedTask;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await asked.Task.WaitAsync(cancellationToken);
            return answered.Read(buffer.Span);
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
