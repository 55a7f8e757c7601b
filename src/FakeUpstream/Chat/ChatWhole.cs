using System.Buffers;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Chat;

/// <summary>
/// Sends an answer in one piece. Breaks that count deltas mean: a cut stops in the middle of the body (of its headers, after 0), an
/// error is a 500, a hang sends nothing. Of a body that was broken no token counts, since nobody can read one.
/// </summary>
internal static class ChatWhole
{
    private const int FirstBuffer = 1024;

    public static async Task Send(HttpContext http, Exchange exchange, ChatAnswer answer, Script script, TimeProvider time)
    {
        if (script.Break is { Kind: BreakKind.Hang })
            await ScriptStage.Hang(time, http.RequestAborted);
        if (script.Break is { Kind: BreakKind.Error })
            throw new Refusal(OpenAIError.Broken);

        var json = new ArrayBufferWriter<byte>(FirstBuffer);
        ChatJson.Write(json, answer, withUsage: !script.NoUsage);
        var body = script.Malformed ? json.WrittenMemory[..(json.WrittenCount / 2)] : json.WrittenMemory;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        if (script.Break is { } cut)
            await Cut(http, cut.AfterDeltas == 0 ? default : body[..(body.Length / 2)]);

        if (!script.Malformed)
            Told(exchange, answer, script);
        exchange.Finish(script.Malformed ? Outcome.Failed : Outcome.Completed);
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    private static void Told(Exchange exchange, ChatAnswer answer, Script script)
    {
        for (var choice = 0; choice < answer.Choices; choice++)
            exchange.Wrote(choice, answer.Answer.Bytes);
        if (!script.NoUsage)
            exchange.WroteUsage(answer.Usage);
    }

    private static async Task Cut(HttpContext http, ReadOnlyMemory<byte> beginning)
    {
        await http.Response.StartAsync(http.RequestAborted);
        await http.Response.BodyWriter.WriteAsync(beginning, http.RequestAborted);
        throw new ScriptedCut();
    }
}
