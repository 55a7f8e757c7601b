using System.Globalization;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;

namespace Platform.FakeUpstream.Serving;

/// <summary>Sends the bytes of a script as they are, as an upstream would that lies or breaks the rules of its protocol.</summary>
internal static class RawAnswer
{
    public static async Task SendAsync(HttpContext http, Exchange exchange, Script script, ReadOnlyMemory<byte> bytes, TimeProvider time)
    {
        http.Response.StatusCode = script.Status ?? StatusCodes.Status200OK;
        if (script.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = bytes.Span is [(byte)'{', ..] ? "application/json" : "text/event-stream; charset=utf-8";
        // Where the script has a pause, in four pieces.
        var piece = script.ChunkDelay > TimeSpan.Zero ? bytes.Length / 4 + 1 : bytes.Length;
        for (var at = 0; at < bytes.Length; at += piece)
        {
            if (at > 0)
                await Task.Delay(script.ChunkDelay, time, http.RequestAborted);
            await http.Response.Body.WriteAsync(bytes[at..Math.Min(bytes.Length, at + piece)], http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }

        exchange.Finish(Outcome.Cut);
    }
}
