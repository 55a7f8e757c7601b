using Platform.Contracts;
using Platform.Gateway.Health;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// The upstream's event stream, which YARP copies to the client. Events pass as they arrive, while an <see cref="AnswerMeter"/> reads them
/// and a <see cref="StreamUsage"/> rewrites the usage. When the hold is used up and cannot be extended, or the upstream breaks off, the
/// last event is an error, and <see cref="Break"/> is set so that the answer does not end cleanly.
/// </summary>
internal sealed class MeteredStream(Stream upstream, StreamPolicy policy, AnswerMeter meter) : ReadOnlyStream
{
    private const int BufferSize = 8 * 1024;

    /// <summary>The largest event that an upstream may send.</summary>
    public const int MaxEventBytes = 16 * 1024 * 1024;

    /// <summary>Responses repeat instructions and tools in their first events.</summary>
    private const int MaxPreambleBytes = 256 * 1024;

    private readonly SseEvents events = new();
    private readonly StreamUsage usage = new(policy, meter);
    private readonly byte[] incoming = GC.AllocateUninitializedArray<byte>(BufferSize);
    private byte[] outgoing = [];
    private CancellationTokenSource? idle;
    private ReadOnlyMemory<byte> unread,
        ready,
        withheld;
    private (AnswerEvent Kind, byte[] Sse)? uncovered;
    private bool done;
    private int preamble;

    /// <summary>
    /// Why the stream broke; null while it has not. After a break before the first byte, the client can still get another answer.
    /// </summary>
    public StreamBreak? Break { get; private set; }

    /// <summary>The client has received a part of the answer, not only comments: no other answer is possible any more.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Breaks the stream: the translation that reads it cannot parse an event.</summary>
    public void Refuse()
    {
        Break = StreamBreak.Malformed;
        policy.Ended();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var more = await PrepareAsync(cancellationToken);
        if (done || Break is not null)
            policy.Ended();
        if (!more || buffer.IsEmpty)
            return 0;
        var count = Math.Min(ready.Length, buffer.Length);
        ready[..count].CopyTo(buffer);
        ready = ready[count..];
        return Deliver(count);
    }

    /// <summary>
    /// Waits until there is something for the client; false when the stream is over. YARP reads without a buffer to wait for data, so that
    /// it holds none.
    /// </summary>
    private async ValueTask<bool> PrepareAsync(CancellationToken cancellationToken)
    {
        while (ready.IsEmpty)
        {
            if (uncovered is { } report)
            {
                await CoverAsync(report.Kind, report.Sse);
                continue;
            }

            if (done || Break is not null)
                return false;
            var ended = false;
            if (!withheld.IsEmpty)
                await ExtendAsync();
            else if (events.HasPending || !unread.IsEmpty || await FillAsync(cancellationToken))
                ready = Pass();
            else
                ended = true;
            if (ended || Break is not null)
                End();
        }

        return true;
    }

    /// <summary>False when the upstream sends no more.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        // Waits without a buffer first, so that a waiting connection holds none.
        if (await ReadUpstreamAsync(Memory<byte>.Empty, cancellationToken) < 0)
            return false;
        var read = await ReadUpstreamAsync(incoming, cancellationToken);
        unread = incoming.AsMemory(0, Math.Max(0, read));
        return read > 0 || (read == 0 && events.Finish());
    }

    /// <summary>The number of bytes read; -1 when the upstream broke off, with <see cref="Break"/> set.</summary>
    private async ValueTask<int> ReadUpstreamAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        idle ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, policy.Over);
        idle.CancelAfter(policy.ReadTimeout());
        try
        {
            return await upstream.ReadAsync(buffer, idle.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Break = policy.Over.IsCancellationRequested ? StreamBreak.Stopped : StreamBreak.TimedOut;
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            Break = StreamBreak.Cut;
        }

        return -1;
    }

    /// <summary>
    /// Returns whole events as they arrived, except for the usage. A partial event waits for its rest: a client cannot use it earlier, and
    /// an error event must not land inside another. The first event that the hold does not pay for is withheld, and what follows it stays
    /// unread. Events before the first content are kept until it comes: once the client has any, no other route can be tried, and a client
    /// that has only these has nothing.
    /// </summary>
    private ReadOnlyMemory<byte> Pass()
    {
        var length = preamble;
        ReadOnlySpan<byte> chunk = unread.Span;
        while (!done && events.TryTake(ref chunk, out var sse))
        {
            // A comment before the first event would begin the answer; the client has comments of ours meanwhile.
            if (sse[0] == (byte)':' && !HasBegun && !HasContent)
                continue;
            var kind = meter.ReadEvent(sse);
            if (!Note(kind))
                break;
            if (usage.IsReported && policy.Bill().WrittenOff > Money.Zero)
            {
                uncovered = (kind, sse.ToArray());
                break;
            }

            var sent = usage.Rewrite(kind, sse);
            Put(sent, length);
            if (meter.OutputBytes > policy.Allowance.NextCheckAt && !policy.Allowance.Covers(meter.OutputBytes))
            {
                withheld = outgoing.AsMemory(length, sent.Length);
                break;
            }

            length += sent.Length;
        }

        unread = unread[^chunk.Length..];
        if (events.PartialLength > MaxEventBytes)
            Break = StreamBreak.Malformed;
        if (HasBegun || HasContent || uncovered is not null || length > MaxPreambleBytes)
            preamble = 0;
        else
            (preamble, length) = (length, 0);
        return outgoing.AsMemory(0, length);
    }

    /// <summary>
    /// Anything was generated, or the answer ends without it. The beginning of a hosted tool's call is content: it costs, and may be all
    /// that there is to see for minutes.
    /// </summary>
    private bool HasContent => meter.HasOutput || meter.Finished || done || meter.Calls is not null;

    private void Put(ReadOnlySpan<byte> bytes, int at)
    {
        if (at + bytes.Length > outgoing.Length)
            Array.Resize(ref outgoing, Math.Max(BufferSize, (at + bytes.Length) * 2));
        bytes.CopyTo(outgoing.AsSpan(at));
    }

    /// <summary>A usage costs more than is held: the hold is raised before the charge is written into the event.</summary>
    private async ValueTask CoverAsync(AnswerEvent kind, byte[] sse)
    {
        await policy.Cover();
        uncovered = null;
        ready = usage.Rewrite(kind, sse).ToArray();
    }

    /// <summary>Releases the withheld event if the hold could be extended; else it is never delivered, and not charged.</summary>
    private async ValueTask ExtendAsync()
    {
        if (await policy.Allowance.ExtendAsync(meter.OutputBytes) is { } shortage)
        {
            meter.TakeBack(withheld.Span);
            Break = new StreamBreak(shortage, TryNext: false, CallVerdict.Answered);
        }
        else
        {
            ready = withheld;
        }

        withheld = default;
    }

    /// <summary>False when the event means that the stream is broken.</summary>
    private bool Note(AnswerEvent kind)
    {
        done |= kind is AnswerEvent.Done;
        Break = kind switch
        {
            AnswerEvent.Error => policy.Explain(meter.Error!),
            AnswerEvent.Malformed => StreamBreak.Malformed,
            _ => null,
        };
        return Break is null;
    }

    /// <summary>
    /// The upstream sends no more. A stream that lacks only its terminal event is completed; any other end is reported to the client as an
    /// error.
    /// </summary>
    private void End()
    {
        if (Break is null && meter.Finished && !meter.Format.TerminalEvent.IsEmpty && events.PartialLength == 0)
            (ready, done) = (usage.End(meter.Format.TerminalEvent.Span).ToArray(), true);
        else
            Break ??= StreamBreak.Cut;

        // Before the first byte the client can still get an error response, or another route can be tried.
        if (Break is not null && (HasBegun || !ready.IsEmpty))
            ready = (byte[])[.. ready.Span, .. policy.ErrorEvent(Break.Error)];
    }

    private int Deliver(int count)
    {
        if (!HasBegun)
            policy.FirstByte();
        HasBegun = true;
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
}
