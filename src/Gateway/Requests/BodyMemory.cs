using Microsoft.Extensions.Options;

namespace Platform.Gateway.Requests;

/// <summary>
/// What the bodies of all requests under way may take together. A quarter of it is kept for small bodies, so that a few callers with large
/// ones do not shut out all others.
/// </summary>
internal sealed class BodyMemory(IOptions<RequestOptions> options)
{
    /// <summary>In bytes.</summary>
    public const int SmallBody = 64 * 1024;

    private readonly long limit = options.Value.MaxBodyBytesInAll;
    private long taken;

    /// <summary>What is taken now, in bytes.</summary>
    public long Taken => Interlocked.Read(ref taken);

    /// <param name="bytes">Of one body, in all.</param>
    /// <param name="more">How many of them are new.</param>
    public bool TryTake(int bytes, int more)
    {
        if (Interlocked.Add(ref taken, more) <= (bytes <= SmallBody ? limit : limit / 4 * 3))
            return true;
        Return(more);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref taken, -bytes);
}
