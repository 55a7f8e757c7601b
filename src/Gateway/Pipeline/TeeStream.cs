namespace Platform.Gateway.Pipeline;

/// <summary>Writes to the client and keeps a copy up to a limit, including what a client that has gone does not receive.</summary>
internal sealed class TeeStream(Stream client, int limit) : Stream
{
    private readonly MemoryStream copy = new();

    /// <summary>All that was written; null when it was more than <paramref name="max"/> bytes.</summary>
    public byte[]? Copy(int? max) => copy.Length <= Math.Min(max ?? -1, limit) ? copy.ToArray() : null;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // One byte beyond the limit is enough to show that it was exceeded.
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

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => client.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Answers are written asynchronously.");
}
