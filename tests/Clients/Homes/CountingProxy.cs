using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Tests.Clients;

/// <summary>
/// The address of the platform that one client is given: every byte goes through as it is, both ways, and the requests are counted. It
/// is how "bounded" is measured, and what a client calls besides.
/// </summary>
public sealed class CountingProxy : IAsyncDisposable
{
    private static readonly byte[] EndOfRequestLine = " HTTP/1.1\r\n"u8.ToArray();

    private readonly Uri platform;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly List<string> requests = [];
    private readonly Task accepting;

    public CountingProxy(Uri platform)
    {
        this.platform = platform;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Method and path of each request so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    /// <summary>Those that ask for an answer.</summary>
    public int PostCount => Requests.Count(request => request.StartsWith("POST ", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await listener.AcceptTcpClientAsync(closing.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Closed.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var inside = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await inside.ConnectAsync(platform.Host, platform.Port, closing.Token);
                var answers = CopyAsync(inside, client, _ => { });
                await Task.WhenAny(CopyAsync(client, inside, Note), answers);
                if (!answers.IsCompleted)
                    inside.Client.Shutdown(SocketShutdown.Send);
                await answers;
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side broke off; the other sees its connection close where it stood.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Action<ReadOnlySpan<byte>> look)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer, closing.Token) is var count and > 0)
        {
            look(buffer.AsSpan(0, count));
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), closing.Token);
        }
    }

    /// <summary>A line break is never raw in a JSON body, so this is the end of a request line and nothing else.</summary>
    private void Note(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf(EndOfRequestLine) is var end and >= 0)
        {
            var start = bytes[..end].LastIndexOf((byte)'\n') + 1;
            lock (requests)
                requests.Add(Encoding.ASCII.GetString(bytes[start..end]));
            bytes = bytes[(end + EndOfRequestLine.Length)..];
        }
    }
}
