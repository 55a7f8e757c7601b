using Microsoft.Extensions.Options;

namespace Platform.Gateway.Continuation;

/// <summary>What the conversations that are kept for open connections may take together, of one connection and of all.</summary>
internal sealed class ConnectionMemory(IOptions<ContinuationOptions> options)
{
    private readonly long limit = options.Value.ConnectionBytesInAll;
    private long taken;

    /// <summary>Of one connection, in bytes.</summary>
    public int PerConnection { get; } = options.Value.ConnectionBytes;

    /// <summary>What is taken now, in bytes.</summary>
    public long Taken => Interlocked.Read(ref taken);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= limit)
            return true;
        Return(bytes);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref taken, -bytes);
}
