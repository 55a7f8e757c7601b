using System.Diagnostics;

namespace Platform.Bench.Load;

/// <summary>How long a whole answer took, in the stopwatch's ticks.</summary>
internal sealed class Timekeeper(bool stream) : IReader<long>
{
    private readonly byte[] buffer = new byte[16 * 1024];

    public async Task<long> ReadAsync(Stream answer, long asked)
    {
        var whole = false;
        for (int read; (read = await answer.ReadAsync(buffer)) > 0; )
            whole = buffer.AsSpan(0, read).EndsWith(stream ? "\n\n"u8 : "}"u8);
        return whole ? Stopwatch.GetTimestamp() - asked : throw new InvalidOperationException("An answer broke off in the middle.");
    }
}
