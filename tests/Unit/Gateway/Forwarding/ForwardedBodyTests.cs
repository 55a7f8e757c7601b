using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Journey;
using Platform.Gateway.Protocols;
using Platform.Gateway.Wire;
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
        var call = Call(chunked);
        Assert.Equal(ForwarderError.None, await ForwardAsync(call));
        Assert.Equal((Sent, (long?)Encoding.UTF8.GetByteCount(Sent)), (upstream.Body, upstream.Length));
    }

    [Fact]
    public async Task The_next_route_gets_a_whole_body_of_its_own()
    {
        var call = Call(chunked: false);
        await ForwardAsync(call);
        call.Http.Response.Clear();
        Assert.Equal(ForwarderError.None, await ForwardAsync(call));
        Assert.Equal((2, Sent), (upstream.Calls, upstream.Body));
    }

    public void Dispose()
    {
        services.Dispose();
        upstream.Dispose();
    }

    private async Task<ForwarderError> ForwardAsync(Call call)
    {
        var attempt = new UpstreamAttempt(call, call.Model!.Routes[0], TimeProvider.System);
        using var prelude = new Prelude(call, upstream, TimeSpan.FromSeconds(15), TimeProvider.System);
        var transformer = new UpstreamTransformer(
            attempt, new UpstreamOptions { BaseUrl = "http://upstream.test/v1", ApiKey = "theirs" }, Encoding.UTF8.GetBytes(Sent), null!, new ForwardingOptions(),
            _ => [], prelude, TimeProvider.System);
        return await services.GetRequiredService<IHttpForwarder>().SendAsync(call.Http, "http://upstream.test/v1", prelude, ForwarderRequestConfig.Empty, transformer);
    }

    private static Call Call(bool chunked)
    {
        var http = new DefaultHttpContext { Request = { Method = "POST", Path = "/v1/chat/completions", ContentType = "application/json" } };
        if (chunked)
            http.Request.Headers.TransferEncoding = "chunked";
        else
            http.Request.ContentLength = Asked.Length;
        // Read by now, by the step that parsed it.
        http.Request.Body = Stream.Null;
        return new Call(http, TimeProvider.System)
        {
            Protocol = Protocol.Chat,
            Request = RequestParser.Parse(Encoding.UTF8.GetBytes(Asked), RequestShape.Chat).Request,
            Model = new Model("m", "o", default, 1, 100, [new ModelRoute("primary", "theirs-é", ["openai-chat"], new Price(1, 1, 1))]),
        };
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
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"choices":[{"message":{"content":"x"}}]}""") };
        }
    }
}
