namespace Platform.Gateway.Forwarding;

/// <summary>
/// Inserts a comment whenever no data came for a while, so that neither the client nor a proxy closes the connection. The inner stream
/// returns whole events, so a comment never lands inside one. It is one line and no blank line follows: that would end an event, and some
/// SDKs parse the data of an event without data, which fails.
/// </summary>
/// <param name="first">The time until the first comment is due.</param>
/// <param name="begin">Called before each comment.</param>
internal sealed class KeepAliveStream(Stream answer, TimeSpan first, TimeSpan interval, TimeProvider time, Action begin) : ReadOnlyStream
{
    public static readonly byte[] Comment = ": keep-alive\n"u8.ToArray();

    private TimeSpan wait = first;
    private Task<int>? pending;
    private bool commentDue,
        hasData;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!commentDue && !hasData)
            commentDue = !(hasData = await HasMoreAsync(cancellationToken));
        if (buffer.IsEmpty)
            return 0;
        (wait, hasData) = (interval, false);
        if (!commentDue)
            return await answer.ReadAsync(buffer, cancellationToken);
        commentDue = false;
        begin();
        Comment.CopyTo(buffer.Span);
        return Comment.Length;
    }

    /// <summary>
    /// False when no data came for the whole interval. The read that is pending has no buffer, so it can be awaited again.
    /// </summary>
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
            await pending.WaitAsync(wait, time, CancellationToken.None);
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
