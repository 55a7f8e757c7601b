namespace Platform.Gateway.Forwarding;

/// <summary>
/// Reads an upstream's answer and gives up when it is silent for too long: each read has its own time, so that one which is slow but alive is
/// read to its end.
/// </summary>
/// <param name="timeout">How long the next read may take.</param>
/// <param name="over">Cancelled when nothing is read any more.</param>
internal sealed class ReadTimeoutStream(Stream answer, Func<TimeSpan> timeout, CancellationToken over = default) : ReadOnlyStream
{
    private CancellationTokenSource? silence;

    /// <exception cref="OperationCanceledException">It was silent for too long, or the token given is cancelled.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        silence ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over);
        silence.CancelAfter(timeout());
        return await answer.ReadAsync(buffer, silence.Token);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            silence?.Dispose();
            answer.Dispose();
        }

        base.Dispose(disposing);
    }
}
