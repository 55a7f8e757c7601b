using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.FakeUpstream.Models;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>Serves generated text in every protocol: reads the request, plays the script, answers.</summary>
internal sealed class AnswerService(ScriptSelector scripts, TimeProvider time)
{
    /// <param name="read">Reads a body, or throws a <see cref="Refusal"/>.</param>
    public RequestDelegate Serving(Func<JsonElement, AnswerRequest> read) => http => Serve(http, read);

    private async Task Serve(HttpContext http, Func<JsonElement, AnswerRequest> read)
    {
        var exchange = Exchange.From(http);
        using var body = await RequestBody.Read(http.Request, http.RequestAborted);
        exchange.RecordBody(body.Bytes.Span);
        using var json = body.ParseObject();
        var request = read(json.RootElement);
        exchange.Describe(request.Protocol, request.Model, request.Stream, request.PromptTokens);
        ModelList.RequireChatModel(request.Model, http.Request.Path);

        var script = scripts.For(http.Request.Headers, request.Model, JsonMarshal.GetRawUtf8Value(request.Conversation));
        await ScriptStage.PlayOpeningAsync(script, request.Model, time, http);

        if (script.Raw is { } raw)
        {
            await RawAnswer.SendAsync(http, exchange, script, raw, time);
            return;
        }

        var frames = request.Frames(Composition.From(request, script, time.GetUtcNow()));
        if (request.Stream && !script.Whole)
            await new AnswerStream(http, exchange, frames, script, time).Send();
        else
            await WholeAnswer.Send(http, exchange, frames, script, time);
    }
}
