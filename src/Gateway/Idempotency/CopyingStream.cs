namespace Platform.Gateway.Idempotency;

/// <summary>The response's body, which keeps a copy of what passes up to a limit. It also keeps what a client that has gone does not get.</summary>
public sealed class CopyingStream(Stream client, int limit) : Stream
{
    private readonly MemoryStream copy = new();

    /// <summary>What was written; null when it was more than the limit.</summary>
    public byte[]? Bytes => copy.Length <= limit ? copy.ToArray() : null;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // One byte beyond the limit is enough to know.
        copy.Write(buffer.Span[..(int)Math.Min(buffer.Length, limit + 1 - copy.Length)]);
        await client.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => client.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");
}
