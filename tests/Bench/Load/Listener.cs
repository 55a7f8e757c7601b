using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Platform.Bench.Load;

/// <summary>
/// Hears a stream event by event. The upstream is asked to write into each chunk when it sends it (<c>timestamps</c> in its script), and
/// that text comes through every translation; its clock is the stopwatch of this machine.
/// </summary>
/// <param name="textMark">What stands before an event's text.</param>
internal sealed class Listener(string textMark) : IReader<StreamTiming>
{
    private const int Digits = 12;
    private const long Limit = 1_000_000_000_000;

    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly byte[] mark = Encoding.UTF8.GetBytes(textMark);
    private readonly List<double> delays = [];
    private double firstToken;

    public async Task<StreamTiming> ReadAsync(Stream answer, long asked)
    {
        delays.Clear();
        var kept = 0;
        for (int read; (read = await answer.ReadAsync(buffer.AsMemory(kept))) > 0; )
        {
            var now = Stopwatch.GetTimestamp();
            kept = TakeEvents(buffer.AsSpan(0, kept + read), Microseconds(now));
            if (firstToken == 0 && delays.Count > 0)
                firstToken = Stopwatch.GetElapsedTime(asked, now).TotalMicroseconds;
        }

        var timing = new StreamTiming(firstToken, [.. delays]);
        firstToken = 0;
        return kept == 0 && delays.Count > 0 ? timing : throw new InvalidOperationException("A stream broke off, or had no text.");
    }

    /// <summary>Moves what is left of an event that is not whole yet to the buffer's beginning, and says how much it is.</summary>
    private int TakeEvents(Span<byte> received, double now)
    {
        var rest = received;
        for (int end; (end = rest.IndexOf("\n\n"u8)) >= 0; rest = rest[(end + 2)..])
            Take(rest[..end], now);
        rest.CopyTo(received);
        return rest.Length;
    }

    /// <summary>A text without a time is an opening event's, which is empty, or what an answer's last few letters are.</summary>
    private void Take(ReadOnlySpan<byte> sse, double now)
    {
        var at = sse.IndexOf(mark);
        if (at < 0 || sse.Length < at + mark.Length + Digits)
            return;
        var text = sse.Slice(at + mark.Length, Digits);
        if (Utf8Parser.TryParse(text, out long sent, out var read) && read == Digits)
            delays.Add((now - sent + Limit) % Limit);
    }

    private static double Microseconds(long timestamp) => timestamp * 1_000_000.0 / Stopwatch.Frequency % Limit;
}
