using System.Net.WebSockets;

namespace Platform.Gateway.Sockets;

/// <summary>
/// The messages of a client, one after the other, each as a stream that ends with it, from however many frames it came in. Nobody but
/// <see cref="ClientConnection"/> reads from the WebSocket. A read is never cancelled: that would end the connection.
/// </summary>
internal sealed class MessageStream(WebSocket socket, TimeProvider time) : Stream
{
    private long readAt = time.GetTimestamp();
    private bool isOver = true;

    /// <summary>The message is text; else bytes.</summary>
    public bool IsText { get; private set; }

    /// <summary>The client has closed the connection.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How long the client has sent nothing more of a message that it has begun; null between two messages.</summary>
    public TimeSpan? Stalled => isOver ? null : time.GetElapsedTime(Volatile.Read(ref readAt));

    /// <summary>Waits for the next message, without a buffer; false when the client has closed the connection.</summary>
    public async ValueTask<bool> NextAsync()
    {
        var begun = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        Note(begun);
        IsText = begun.MessageType == WebSocketMessageType.Text;
        return !IsClosed;
    }

    /// <summary>Leaves the rest of the message unread.</summary>
    public async ValueTask SkipAsync()
    {
        var dropped = new byte[4096];
        while (await ReadAsync(dropped, CancellationToken.None) > 0) { }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!isOver)
        {
            var read = await socket.ReceiveAsync(buffer, CancellationToken.None);
            Note(read);
            if (read.Count > 0)
                return read.Count;
        }

        return 0;
    }

    private void Note(ValueWebSocketReceiveResult read)
    {
        Volatile.Write(ref readAt, time.GetTimestamp());
        IsClosed |= read.MessageType == WebSocketMessageType.Close;
        isOver = read.EndOfMessage || IsClosed;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Messages are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
