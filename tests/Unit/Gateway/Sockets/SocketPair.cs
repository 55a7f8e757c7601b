using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;

namespace Platform.Tests.Unit.Gateway.Sockets;

/// <summary>Both ends of a WebSocket, over two pipes in memory that hold little.</summary>
internal sealed class SocketPair : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Pipe up = new(),
        down = new(new PipeOptions(pauseWriterThreshold: 4096, resumeWriterThreshold: 2048));

    public SocketPair()
    {
        Server = WebSocket.CreateFromStream(
            new Duplex(up.Reader.AsStream(), down.Writer.AsStream()),
            isServer: true,
            null,
            Timeout.InfiniteTimeSpan
        );
        Client = WebSocket.CreateFromStream(
            new Duplex(down.Reader.AsStream(), up.Writer.AsStream()),
            isServer: false,
            null,
            Timeout.InfiniteTimeSpan
        );
    }

    public WebSocket Server { get; }

    public WebSocket Client { get; }

    public Task SendAsync(string text, bool end = true) =>
        Client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, end, CancellationToken.None);

    /// <summary>The next message; the status of the close in its place.</summary>
    public async Task<string> ReadAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[1024];
        while (true)
        {
            var read = await Client.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None).WaitAsync(Patience);
            if (read.MessageType == WebSocketMessageType.Close)
                return read.CloseStatus.ToString()!;
            message.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    /// <summary>What the server's end of a connection does when it is aborted.</summary>
    public void Break()
    {
        up.Writer.Complete(new IOException("Broken off"));
        down.Reader.Complete(new IOException("Broken off"));
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private sealed class Duplex(Stream from, Stream to) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            from.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            to.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

        public override void Flush() => to.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => to.Write(buffer, offset, count);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                from.Dispose();
                to.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
