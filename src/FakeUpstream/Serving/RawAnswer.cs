using System.Globalization;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;

namespace Platform.FakeUpstream.Serving;

/// <summary>Sends the bytes of a script as they are, as an upstream would that lies or breaks the rules of its protocol.</summary>
internal static class RawAnswer
{
    public static async Task SendAsync(HttpContext http, Exchange exchange, Script script, ReadOnlyMemory<byte> bytes)
    {
        http.Response.StatusCode = script.Status ?? StatusCodes.Status200OK;
        if (script.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = bytes.Span is [(byte)'{', ..] ? "application/json" : "text/event-stream; charset=utf-8";
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        exchange.Finish(Outcome.Cut);
    }
}
