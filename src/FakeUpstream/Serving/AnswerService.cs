using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.FakeUpstream.Models;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>Serves generated text, whatever the protocol: read, play the script, answer.</summary>
internal sealed class AnswerService(ScriptBook scripts, TimeProvider time)
{
    /// <param name="read">Reads a body, or throws a <see cref="Refusal"/>.</param>
    public RequestDelegate Serving(Func<JsonElement, AnswerRequest> read) => http => Serve(http, read);

    private async Task Serve(HttpContext http, Func<JsonElement, AnswerRequest> read)
    {
        var exchange = Exchange.Of(http);
        using var body = await RequestBody.Read(http.Request, http.RequestAborted);
        exchange.Received(body.Bytes.Span);
        using var json = body.ParseObject();
        var request = read(json.RootElement);
        exchange.Asked(request.Protocol, request.Model, request.Stream, request.PromptTokens);
        ModelList.RequireChats(request.Model, http.Request.Path);

        var script = scripts.For(http.Request.Headers, request.Model, JsonMarshal.GetRawUtf8Value(request.Conversation));
        await ScriptStage.Open(script, request.Model, time, http);

        var frames = request.Frames(Composition.Of(request, script, time.GetUtcNow()));
        if (request.Stream && !script.Whole)
            await new AnswerStream(http, exchange, frames, script, time).Send();
        else
            await WholeAnswer.Send(http, exchange, frames, script, time);
    }
}
