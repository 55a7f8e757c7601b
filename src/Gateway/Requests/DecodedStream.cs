using Platform.Gateway.Errors;
using ZstdSharp;

namespace Platform.Gateway.Requests;

/// <summary>
/// A body as it is decoded. Says in one way that it cannot be, whatever the decoder throws, and frees the decoder's memory as soon as the
/// body ends.
/// </summary>
internal sealed class DecodedStream(Stream decoder, string encoding) : Stream
{
    private bool ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (ended)
            return 0;
        try
        {
            var read = await decoder.ReadAsync(buffer, cancellationToken);
            if (read == 0 && buffer.Length > 0)
                await EndAsync();
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or EndOfStreamException or ZstdException)
        {
            await EndAsync();
            throw new UndecodableBodyException(encoding, e);
        }
    }

    private ValueTask EndAsync()
    {
        ended = true;
        return decoder.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !ended)
        {
            ended = true;
            decoder.Dispose();
        }

        base.Dispose(disposing);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

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

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
