using Platform.Gateway.Continuation;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Gateway.Sockets;

/// <summary>
/// The body of a response, which the client gets as messages: of a stream each event's data, whole, as one message, in which comments and
/// <c>[DONE]</c> are none. Only an error is not streamed; it is held until it is whole.
/// </summary>
/// <param name="conversation">Told of the event that ends the response, before it is sent.</param>
internal sealed class EventFrames(CreateResponse response, FrameSender sender, string? streamId, LaneConversation conversation) : Stream
{
    private readonly SseSplitter splitter = new();
    private readonly Frame frame = new(streamId);
    private readonly MemoryStream whole = new();
    private bool hasBegun,
        hasEnded;

    private bool IsStream => response.Headers.ContentType.ToString().StartsWith("text/event-stream", StringComparison.Ordinal);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await response.StartAsync(cancellationToken);
        if (!IsStream)
        {
            whole.Write(buffer.Span);
            return;
        }

        while (TryTake(ref buffer))
            await sender.SendAsync(frame.Text);
    }

    /// <summary>
    /// Sends what is still to be sent when the request is over: an error, or that the stream broke off. The client
    /// always gets an event that ends its request.
    /// </summary>
    /// <param name="broken">The request ended in an exception.</param>
    public async ValueTask FinishAsync(bool broken)
    {
        if (hasEnded)
            return;
        if (broken || !response.HasStarted || IsStream || response.StatusCode < StatusCodes.Status400BadRequest)
            await sender.SendAsync(frame.Error(StatusCodes.Status500InternalServerError, Frame.Broken, response.Headers));
        else
            await sender.SendAsync(frame.Error(response.StatusCode, Whole, response.Headers));
        hasEnded = true;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private ReadOnlyMemory<byte> Whole => whole.GetBuffer().AsMemory(0, (int)whole.Length);

    /// <summary>Makes the frame of the next event; false when there is none, with the rest remembered.</summary>
    private bool TryTake(ref ReadOnlyMemory<byte> buffer)
    {
        var chunk = buffer.Span;
        var taken = false;
        while (!taken && splitter.TryTake(ref chunk, out var sse))
            taken = SseData.From(sse) is { IsEmpty: false } data && !SseData.IsDone(data) && Put(data);
        buffer = buffer[^chunk.Length..];
        return taken;
    }

    private bool Put(ReadOnlySpan<byte> data)
    {
        frame.Put(data, hasBegun ? null : response.Headers);
        hasBegun = true;
        var kind = EventKind.Of(data);
        if (kind is EventKind.Kind.Completed)
            conversation.End(data);
        hasEnded |= kind is not EventKind.Kind.Other;
        return true;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Answers are written asynchronously.");
}
