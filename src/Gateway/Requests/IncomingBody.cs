using System.Buffers;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Requests;

/// <summary>
/// Reads one body into memory that grows with what has come, not with what was announced. Its share of <see cref="BodyMemory"/> is
/// returned by <see cref="Dispose"/>, when the request is over.
/// </summary>
/// <param name="announced">Its length, where that is known before it comes.</param>
/// <param name="limit">The largest body, in bytes.</param>
internal sealed class IncomingBody(Stream body, long? announced, BodyMemory memory, int limit) : IDisposable
{
    /// <summary>Before more than so many bytes are read, the caller's credit is looked at.</summary>
    public const int LargeBody = 256 * 1024;

    private const int FirstBytes = 16 * 1024;

    /// <summary>The largest array that is lent: the pool keeps a few of each size for each thread.</summary>
    private const int MaxLent = 1024 * 1024;

    private byte[] buffer = [];
    private int length,
        taken;
    private bool isPooled,
        isLast;

    /// <param name="beforeLarge">Asked once, before a large body is read; its error refuses the body.</param>
    public async ValueTask<StepResult<ReadOnlyMemory<byte>>> ReadAsync(
        Func<ValueTask<ApiError?>> beforeLarge,
        CancellationToken cancellationToken
    )
    {
        if (announced > limit)
            return ApiErrors.TooLarge(limit);
        var isLarge = announced > LargeBody;
        if (isLarge && await beforeLarge() is { } refused)
            return refused;
        if (!Grow())
            return ApiErrors.GatewayBusy();
        while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
            if (length > limit)
                return ApiErrors.TooLarge(limit);
            if (!isLarge && (isLarge = length > LargeBody) && await beforeLarge() is { } refusal)
                return refusal;
            if (length == buffer.Length && !Grow())
                return ApiErrors.GatewayBusy();
        }

        return Finish();
    }

    public void Dispose()
    {
        Replace([], pooled: false);
        memory.Return(taken);
        taken = 0;
    }

    /// <summary>
    /// Doubles the buffer, up to one byte more than announced or allowed, so that the end is seen without growing again.
    /// </summary>
    private bool Grow()
    {
        var most = (int)(announced ?? limit) + 1;
        var isSmall = most <= BodyMemory.SmallBody;
        var size = isSmall ? most : Math.Min(Math.Max(buffer.Length * 2, FirstBytes), most);
        if (!memory.TryTake(size, size - taken))
            return false;
        taken = size;
        // The last buffer becomes the body; those before it are lent.
        isLast = size == most;
        var isLent = !isLast && size <= MaxLent;
        Replace(isLent ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size), isLent);
        return true;
    }

    /// <summary>
    /// The body. Its array is not pooled: an upstream that answers early may still be reading it when the request has ended.
    /// </summary>
    private ReadOnlyMemory<byte> Finish()
    {
        if (!isLast)
        {
            memory.Return(taken - length);
            taken = length;
            Replace(GC.AllocateUninitializedArray<byte>(length), pooled: false);
        }

        return buffer.AsMemory(0, length);
    }

    private void Replace(byte[] next, bool pooled)
    {
        if (next.Length > 0)
            buffer.AsSpan(0, length).CopyTo(next);
        if (isPooled)
            ArrayPool<byte>.Shared.Return(buffer);
        (buffer, isPooled) = (next, pooled);
    }
}
