using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using Aspire.Hosting.Testing;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Faults;

/// <summary>HTTP/2 under TLS, and clients that turn it against the gateway.</summary>
[Collection(FaultCollection.Name)]
public sealed class Http2Stories(FaultPlatform platform)
{
    private const int Connections = 20,
        RequestsOfEach = 2000;

    private const long MaxGrowth = 300 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Uri Address => platform.App.GetEndpoint("gateway", "tls");

    private HttpClient Client(string key)
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = DevelopmentCertificate.Accepted },
            }
        )
        {
            BaseAddress = Address,
        };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        return client;
    }

    [Fact]
    public async Task A_connection_has_so_many_streams_at_a_time()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var connection = await Http2Frames.OpenAsync(Address);
        (byte Type, byte[] Payload)? frame;
        do
        {
            frame = await connection.ReadAsync(patience.Token);
        } while (frame is { Type: not Http2Frames.Settings } or { Payload.Length: 0 });

        var streams = frame!
            .Value.Payload.Chunk(6)
            .Where(setting => BinaryPrimitives.ReadUInt16BigEndian(setting) == 3)
            .Select(setting => BinaryPrimitives.ReadUInt32BigEndian(setting.AsSpan(2)));
        Assert.Equal([100u], streams);
    }

    [Fact]
    public async Task Responses_come_over_a_web_socket_of_http_2_too()
    {
        var person = await Person.RegisterAsync(platform);
        await using var socket = await ResponsesSocket.OpenOverHttp2Async(platform, (await person.CreateKeyAsync()).Secret, "tokens=20");
        var messages = await socket.AskAsync(ResponsesSocket.Create("fake-responses", "Hello"));
        Assert.Equal("response.completed", ResponsesSocket.TypeOf(messages[^1]));
        await socket.CloseAsync();
        Assert.Equal(ResponsesSocket.RequestId(messages), Assert.Single(await person.UsageAsync(1)).RequestId);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>CVE-2023-44487: a request costs the client nothing, because it resets it before there is anything to wait for.</summary>
    [Fact]
    public async Task Streams_that_are_reset_as_fast_as_they_are_opened_hurt_nobody()
    {
        var attacker = await Person.RegisterAsync(platform);
        var other = await Person.RegisterAsync(platform);
        var key = (await attacker.CreateKeyAsync()).Secret;
        using var client = Client((await other.CreateKeyAsync()).Secret);
        await AnsweredAsync(client);
        using var process = Process.GetProcessById(FaultInjector.Pid(platform, "gateway"));
        var before = process.WorkingSet64;

        var attacks = Enumerable.Range(0, Connections).Select(_ => AttackAsync(key)).ToArray();
        for (var i = 0; i < 20; i++)
            await AnsweredAsync(client);
        await Task.WhenAll(attacks).WaitAsync(Patience);

        await AnsweredAsync(client);
        process.Refresh();
        Assert.InRange(process.WorkingSet64 - before, long.MinValue, MaxGrowth);
        await platform.ExpectSettledAsync(attacker, other);
        Assert.Equal(22, (await other.UsageAsync(22)).Count(record => record.Outcome == Outcome.Completed));
    }

    private static async Task AnsweredAsync(HttpClient client)
    {
        using var request = Chat.Request(Chat.Body("fake-chat"));
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        using var answer = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
    }

    /// <summary>Opens and resets streams until all are sent, or the server has enough and ends the connection.</summary>
    private async Task AttackAsync(string key)
    {
        using var over = new CancellationTokenSource();
        await using var connection = await Http2Frames.OpenAsync(Address);
        var reading = ReadToTheEndAsync(connection, over.Token);
        try
        {
            for (var i = 0; i < RequestsOfEach && !reading.IsCompleted; i++)
                await connection.WriteAsync(Http2Frames.RequestAndReset(1 + 2 * i, key, Chat.Body("fake-chat")));
        }
        catch (IOException)
        {
            // The server has ended it.
        }

        await over.CancelAsync();
        await reading;
    }

    private static async Task ReadToTheEndAsync(Http2Frames connection, CancellationToken cancellationToken)
    {
        try
        {
            while (await connection.ReadAsync(cancellationToken) is { Type: not Http2Frames.GoAway }) { }
        }
        catch (OperationCanceledException)
        {
            // All is sent.
        }
    }
}
