namespace Platform.Gateway.Forwarding;

/// <summary>
/// Sends a comment whenever the answer has been silent for a while, so that neither a client nor a proxy on the way takes silence for
/// death. Whole events leave the stream inside, so a comment never lands in the middle of one.
/// </summary>
/// <param name="first">What is left of the interval in which the client has got nothing yet.</param>
/// <param name="begin">Told before each comment.</param>
internal sealed class KeepAliveStream(Stream answer, TimeSpan first, TimeSpan interval, TimeProvider time, Action begin) : ReadOnlyStream
{
    public static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();

    private TimeSpan patience = first;
    private Task<int>? pending;
    private bool silent,
        heard;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!silent && !heard)
            silent = !(heard = await HasMoreAsync(cancellationToken));
        if (buffer.IsEmpty)
            return 0;
        (patience, heard) = (interval, false);
        if (!silent)
            return await answer.ReadAsync(buffer, cancellationToken);
        silent = false;
        begin();
        Comment.CopyTo(buffer.Span);
        return Comment.Length;
    }

    /// <summary>False when there was nothing for the whole interval. A read without a buffer waits, and can be waited for again.</summary>
    private async ValueTask<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        if (pending is null)
        {
            var read = answer.ReadAsync(Memory<byte>.Empty, cancellationToken);
            if (read.IsCompletedSuccessfully)
                return read.Result == 0;
            pending = read.AsTask();
        }

        try
        {
            await pending.WaitAsync(patience, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            return false;
        }

        pending = null;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            answer.Dispose();
        base.Dispose(disposing);
    }
}
