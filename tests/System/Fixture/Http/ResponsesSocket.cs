using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.Testing;

namespace Platform.Tests.Fixture.Http;

/// <summary>A client of Responses over a WebSocket, whose messages are literal text.</summary>
public sealed class ResponsesSocket : IAsyncDisposable
{
    private static readonly string[] Last = ["response.completed", "response.incomplete", "response.failed", "error"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket socket = new();
    private HttpMessageInvoker? invoker;

    /// <summary>How the gateway closed the connection; null while it has not.</summary>
    public WebSocketCloseStatus? Closed => socket.CloseStatus;

    public static async Task<ResponsesSocket> OpenAsync(
        PlatformFixture platform,
        string? key,
        string? script = null,
        string resource = "gateway"
    )
    {
        var client = new ResponsesSocket();
        client.socket.Options.CollectHttpResponseDetails = true;
        if (key is not null)
            client.socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        if (script is not null)
            client.socket.Options.SetRequestHeader("x-fake-script", script);
        var address = new UriBuilder(new Uri(platform.App.GetEndpoint(resource, "http"), "/v1/responses")) { Scheme = "ws" };
        using var patience = new CancellationTokenSource(Patience);
        await client.socket.ConnectAsync(address.Uri, patience.Token);
        return client;
    }

    /// <summary>Over HTTP/2 under TLS, where the handshake is a CONNECT.</summary>
    public static async Task<ResponsesSocket> OpenOverHttp2Async(PlatformFixture platform, string key, string script)
    {
        var client = new ResponsesSocket();
        (client.socket.Options.HttpVersion, client.socket.Options.HttpVersionPolicy) = (
            HttpVersion.Version20,
            HttpVersionPolicy.RequestVersionExact
        );
        client.socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        client.socket.Options.SetRequestHeader("x-fake-script", script);
        client.invoker = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = DevelopmentCertificate.Accepted },
            }
        );
        var address = new UriBuilder(new Uri(platform.App.GetEndpoint("gateway", "tls"), "/v1/responses")) { Scheme = "wss" };
        using var patience = new CancellationTokenSource(Patience);
        await client.socket.ConnectAsync(address.Uri, client.invoker, patience.Token);
        return client;
    }

    /// <summary>The status with which the handshake is answered.</summary>
    public static async Task<HttpStatusCode> HandshakeAsync(PlatformFixture platform, string? key)
    {
        await using var client = new ResponsesSocket();
        client.socket.Options.CollectHttpResponseDetails = true;
        if (key is not null)
            client.socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var address = new UriBuilder(new Uri(platform.GatewayAddress, "/v1/responses")) { Scheme = "ws" };
            await client.socket.ConnectAsync(address.Uri, patience.Token);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return client.socket.HttpStatusCode;
    }

    /// <summary>A create without a stream of its own.</summary>
    public static string Create(string model, string text, string more = "") =>
        $$"""{"type":"response.create","model":"{{model}}","input":"{{text}}"{{more}}}""";

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, bool end = true)
    {
        using var patience = new CancellationTokenSource(Patience);
        await socket.SendAsync(bytes, type, end, patience.Token);
    }

    /// <summary>The next message; null when the gateway has closed the connection.</summary>
    public async Task<string?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, patience.Token);
            if (read.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    /// <summary>The messages up to the one that ends so many responses.</summary>
    public async Task<IReadOnlyList<string>> ReadAnswersAsync(int count = 1)
    {
        List<string> messages = [];
        for (var ended = 0; ended < count; )
        {
            messages.Add(await ReadAsync() ?? throw new InvalidOperationException($"Closed ({Closed}) after {messages.Count} messages."));
            if (Last.Contains(TypeOf(messages[^1])))
                ended++;
        }

        return messages;
    }

    /// <summary>Sends a create and reads its answer.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(string create)
    {
        await SendAsync(create);
        return await ReadAnswersAsync();
    }

    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
    }

    /// <summary>Goes without a word.</summary>
    public void Abort() => socket.Abort();

    public static string? TypeOf(string message) => Member(message, "type");

    /// <summary>The id that the gateway gave the request, in the first message of its answer.</summary>
    public static string RequestId(IReadOnlyList<string> messages) => Member(messages[0], "headers", "x-request-id")!;

    /// <summary>A text in a message, by its path; null where it is not there.</summary>
    public static string? Member(string message, params string[] path)
    {
        using var json = JsonDocument.Parse(message);
        var at = json.RootElement;
        foreach (var name in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        return at.ToString();
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        invoker?.Dispose();
        return ValueTask.CompletedTask;
    }
}
