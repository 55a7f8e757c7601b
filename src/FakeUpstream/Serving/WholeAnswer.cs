using System.Buffers;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>
/// Sends an answer in one piece. A break of the script applies to it so: a cut stops in the middle of the body (after the headers for 0
/// deltas), an error is a 500, a hang sends nothing. A broken body counts no tokens, because none can be read.
/// </summary>
internal static class WholeAnswer
{
    private const int FirstBuffer = 1024;

    public static Task Send(HttpContext http, Exchange exchange, IFrames frames, Script script, TimeProvider time)
    {
        var json = new ArrayBufferWriter<byte>(FirstBuffer);
        frames.WriteWhole(json);
        return Send(http, exchange, json.WrittenMemory, () => Record(exchange, frames), script, time);
    }

    /// <param name="onSend">Called when the whole of <paramref name="json"/> is about to be sent.</param>
    public static async Task Send(
        HttpContext http,
        Exchange exchange,
        ReadOnlyMemory<byte> json,
        Action onSend,
        Script script,
        TimeProvider time
    )
    {
        if (script.Break is { Kind: BreakKind.Hang })
            await ScriptStage.HangAsync(time, http.RequestAborted);
        if (script.Break is { Kind: BreakKind.Error })
            throw new Refusal(OpenAIError.ServerFailure);

        var body = script.Malformed ? json[..(json.Length / 2)] : json;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        if (script.Break is { } cut)
            await Cut(http, cut.AfterDeltas == 0 ? default : body[..(body.Length / 2)]);

        if (!script.Malformed)
            onSend();
        exchange.Finish(script.Malformed ? Outcome.Failed : Outcome.Completed);
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    private static void Record(Exchange exchange, IFrames frames)
    {
        for (var piece = 0; piece < frames.Parts.Count * frames.Choices; piece++)
        {
            var part = frames.Parts[piece / frames.Choices];
            exchange.AddText(piece, part.Content.Length + part.ToolBytes);
        }

        if (frames.IncludesUsage(AnswerForm.Whole))
            exchange.AddUsage(frames.Usage);
    }

    private static async Task Cut(HttpContext http, ReadOnlyMemory<byte> beginning)
    {
        await http.Response.StartAsync(http.RequestAborted);
        await http.Response.BodyWriter.WriteAsync(beginning, http.RequestAborted);
        throw new ScriptedCutException();
    }
}
