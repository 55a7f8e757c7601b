using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// An upstream's stream, metered in the upstream's protocol and translated to the client's. When it breaks, the error event is in the
/// client's protocol.
/// </summary>
internal sealed class TranslatedStream(MeteredStream upstream, ITranslation translation, Func<ApiError, byte[]> errorEvent) : ReadOnlyStream
{
    private readonly SseSplitter splitter = new();
    private readonly ArrayBufferWriter<byte> output = new(4 * 1024);
    private readonly ArrayBufferWriter<byte> translated = new(1024);
    private readonly byte[] incoming = new byte[8 * 1024];
    private int sent;
    private bool ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (sent == output.WrittenCount && !ended)
            await FillAsync(cancellationToken);
        var count = Math.Min(output.WrittenCount - sent, buffer.Length);
        output.WrittenMemory.Slice(sent, count).CopyTo(buffer);
        sent += count;
        return count;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        output.ResetWrittenCount();
        sent = 0;
        // Waits without a buffer first, so that a waiting stream holds none.
        _ = await upstream.ReadAsync(Memory<byte>.Empty, cancellationToken);
        var read = await upstream.ReadAsync(incoming, cancellationToken);
        if (read > 0)
            Translate(incoming.AsSpan(0, read));
        ended |= read == 0;
        if (ended && upstream.Break is { } broken && upstream.HasBegun)
            output.Write(errorEvent(broken.Error));
    }

    private void Translate(ReadOnlySpan<byte> chunk)
    {
        try
        {
            while (splitter.TryTake(ref chunk, out var sse))
            {
                // Apart from the output, because an event that turns out to be none may have become part of one already.
                translated.ResetWrittenCount();
                translation.Event(sse, translated);
                output.Write(translated.WrittenSpan);
            }
        }
        catch (JsonException)
        {
            upstream.Refuse();
            ended = true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            upstream.Dispose();
        base.Dispose(disposing);
    }
}
