using System.Net;
using System.Net.Sockets;
using System.Text;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Gateway.Upstreams;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>The forwarder uses what keeps accounts apart at an upstream: here a server on loopback that answers what a test says.</summary>
public sealed class ForwarderTenancyTests : IDisposable
{
    private const string Key = "sk-upstream-0123456789abcdef";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private Task<string> served = Task.FromResult("");

    public ForwarderTenancyTests() => listener.Start();

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task Users_and_caches_that_a_caller_names_are_its_accounts_own()
    {
        var (_, sent) = await AskAsync(
            Protocol.Chat,
            """{"model":"ours","messages":["x"],"user":"ann","prompt_cache_key":"k"}""",
            "200 OK",
            "application/json",
            """{"id":"c","object":"chat.completion","model":"theirs","choices":[]}"""
        );
        Assert.Contains("\"model\":\"theirs\"", sent, StringComparison.Ordinal);
        Assert.Matches("\"user\":\"[\\w-]{43}\"", sent);
        Assert.DoesNotContain("\"k\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_is_not_stored()
    {
        var (_, sent) = await AskAsync(
            Protocol.Responses,
            """{"model":"ours","input":"x","store":true}""",
            "200 OK",
            "application/json",
            """{"id":"resp_1","object":"response","model":"theirs","store":false,"output":[]}"""
        );
        Assert.Contains("\"store\":false", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operators_key_is_masked_in_an_upstreams_refusal()
    {
        var (outcome, _) = await AskAsync(
            Protocol.Chat,
            """{"model":"ours","messages":["x"]}""",
            "400 Bad Request",
            "application/json",
            $$$"""{"error":{"message":"No such field for {{{Key}}}.","code":"unknown_parameter"}}"""
        );
        Assert.Equal("unknown_parameter", outcome.Error!.SentCode);
        Assert.Contains("[masked]", outcome.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, outcome.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task And_in_the_error_within_a_stream()
    {
        var body = new Sent();
        await AskAsync(
            Protocol.Chat,
            """{"model":"ours","messages":["x"],"stream":true}""",
            "200 OK",
            "text/event-stream",
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: {\"error\":{\"message\":\"Broken at "
                + Key
                + "\",\"code\":\"server_error\"}}\n\n",
            body
        );
        var text = Encoding.UTF8.GetString(body.ToArray());
        Assert.Contains("Broken at [masked]", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
    }

    private async Task<(ForwardOutcome Outcome, string Sent)> AskAsync(
        Protocol protocol,
        string body,
        string status,
        string contentType,
        string answer,
        MemoryStream? response = null
    )
    {
        served = ServeAsync($"HTTP/1.1 {status}\r\nContent-Type: {contentType}\r\nConnection: close\r\n\r\n{answer}");
        var http = new DefaultHttpContext
        {
            Request =
            {
                Method = "POST",
                Path = "/v1" + protocol.Path,
                ContentLength = body.Length,
                Body = Stream.Null,
            },
            Response = { Body = response ?? new MemoryStream() },
        };
        var upstream = new Upstream(
            "primary",
            new UpstreamOptions { BaseUrl = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1", ApiKey = Key }
        );
        using var forwarding = new ForwarderSetup([upstream]);
        var outcome = await forwarding.Forwarder.ForwardAsync(
            Exchanges.For(protocol, body, http).Request with
            {
                Upstreams = new UpstreamSet([upstream]),
            }
        );
        Assert.Null(outcome.Fault?.SourceException);
        return (outcome, await served);
    }

    /// <summary>The request as it came, whose body ends with a brace.</summary>
    private async Task<string> ServeAsync(string answer)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var stream = connection.GetStream();
        var (request, buffer) = (new StringBuilder(), new byte[8 * 1024]);
        do request.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        while (request[^1] != '}');
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        return request.ToString();
    }

    /// <summary>What was sent cannot be taken back.</summary>
    private sealed class Sent : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
