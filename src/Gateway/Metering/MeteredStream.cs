namespace Platform.Gateway.Metering;

/// <summary>
/// The upstream's event stream as the forwarder copies it to the client: events pass as they come, while a <see cref="ChatMeter"/>
/// reads along. Two things only are changed. The usage chunk is left out for a client that did not ask for it. And when the upstream
/// breaks off, an error event is the last thing the client gets; <see cref="Break"/> then says that the answer must not end cleanly.
/// </summary>
public sealed class MeteredStream(Stream upstream, StreamPolicy policy, ChatMeter meter) : Stream
{
    private const int BufferSize = 32 * 1024;
    private const int MostEventBytes = 16 * 1024 * 1024;

    private readonly SseSplitter splitter = new();
    private readonly byte[] incoming = new byte[BufferSize];
    private byte[] outgoing = [];
    private CancellationTokenSource? idle;
    private ReadOnlyMemory<byte> ready;
    private bool delivered, done;

    /// <summary>Why the stream broke; null while it has not. A break before the first byte leaves the client's answer open.</summary>
    public StreamBreak? Break { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return await WaitAsync(cancellationToken);

        while (ready.IsEmpty)
        {
            if (done || Break is not null)
                return 0;

            var read = await ReadUpstreamAsync(incoming, cancellationToken);
            if (read > 0)
                ready = Pass(incoming.AsSpan(0, read));
            if (read <= 0 || Break is not null)
                End();
        }

        var count = Math.Min(ready.Length, buffer.Length);
        ready[..count].CopyTo(buffer);
        ready = ready[count..];
        return Deliver(count);
    }

    /// <summary>The forwarder's way of waiting for data without holding a buffer.</summary>
    private async ValueTask<int> WaitAsync(CancellationToken cancellationToken)
    {
        if (ready.IsEmpty && Break is null && !done && await ReadUpstreamAsync(Memory<byte>.Empty, cancellationToken) < 0)
            End();
        return 0;
    }

    /// <summary>What was read; -1 when the upstream broke off, with <see cref="Break"/> set.</summary>
    private async ValueTask<int> ReadUpstreamAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        idle ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        idle.CancelAfter(policy.IdleTimeout);
        try
        {
            return await upstream.ReadAsync(buffer, idle.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Break = StreamBreak.TimedOut;
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            Break = StreamBreak.Cut;
        }

        return -1;
    }

    /// <summary>
    /// Whole events leave as they arrived, but for the usage chunk where it is not wanted. A part of an event waits for its rest: no
    /// client can use it before, and so an error event never lands in the middle of another.
    /// </summary>
    private ReadOnlyMemory<byte> Pass(ReadOnlySpan<byte> chunk)
    {
        var length = 0;
        while (!done && splitter.TryTake(ref chunk, out var sse))
        {
            var kind = meter.ReadEvent(sse);
            if (!Note(kind))
                break;
            if (kind is ChatEvent.UsageOnly && policy.HideUsage)
                continue;
            if (length + sse.Length > outgoing.Length)
                Array.Resize(ref outgoing, Math.Max(BufferSize, (length + sse.Length) * 2));
            sse.CopyTo(outgoing.AsSpan(length));
            length += sse.Length;
        }

        if (splitter.PartialLength > MostEventBytes)
            Break = StreamBreak.Malformed;
        return outgoing.AsMemory(0, length);
    }

    /// <summary>False when the event means that the stream is broken.</summary>
    private bool Note(ChatEvent kind)
    {
        done |= kind is ChatEvent.Done;
        Break = kind switch
        {
            ChatEvent.Error => StreamBreak.UpstreamError(meter.UpstreamError!),
            ChatEvent.Malformed => StreamBreak.Malformed,
            _ => null,
        };
        return Break is null;
    }

    /// <summary>The upstream will send no more: completes what lacks only its terminal event, and tells the client of anything else.</summary>
    private void End()
    {
        if (Break is null && meter.Finished && splitter.PartialLength == 0)
            (ready, done) = (policy.TerminalEvent, true);
        else
            Break ??= StreamBreak.Cut;

        // Before the first byte the request can still be answered properly, or go to another route.
        if (Break is not null && (delivered || !ready.IsEmpty))
            ready = (byte[])[.. ready.Span, .. policy.ErrorEvent(Break.Error)];
    }

    private int Deliver(int count)
    {
        if (!delivered)
            policy.FirstByte();
        delivered = true;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            idle?.Dispose();
            upstream.Dispose();
        }

        base.Dispose(disposing);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The forwarder reads asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
