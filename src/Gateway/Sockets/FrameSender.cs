using System.Net.WebSockets;

namespace Platform.Gateway.Sockets;

/// <summary>
/// Sends events to a client, one after the other, each as one text message. A client that reads slowly is waited for, and its upstream
/// with it. What is sent after it has gone is dropped, as the server does with an answer over HTTP.
/// </summary>
/// <param name="lost">Called when the connection turns out to be broken.</param>
internal sealed class FrameSender(WebSocket socket, TimeProvider time, Action lost) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private long sendingSince;
    private bool isClosed;

    /// <summary>How long the client has not taken an event that waits for it; null where none waits.</summary>
    public TimeSpan? Stalled => Volatile.Read(ref sendingSince) is var since and > 0 ? time.GetElapsedTime(since) : null;

    public ValueTask SendAsync(ReadOnlyMemory<byte> text) => SendAsync(text, null, "");

    /// <summary>Sends the frame that closes the connection; nothing is sent after it.</summary>
    public ValueTask CloseAsync(WebSocketCloseStatus status, string reason) => SendAsync(default, status, reason);

    public void Dispose() => turn.Dispose();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> text, WebSocketCloseStatus? close, string reason)
    {
        await turn.WaitAsync();
        try
        {
            if (isClosed)
                return;
            Volatile.Write(ref sendingSince, Math.Max(1, time.GetTimestamp()));
            isClosed = close is not null;
            if (close is { } status)
                await socket.CloseOutputAsync(status, reason, CancellationToken.None);
            else
                await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            isClosed = true;
            lost();
        }
        finally
        {
            Volatile.Write(ref sendingSince, 0);
            turn.Release();
        }
    }
}
