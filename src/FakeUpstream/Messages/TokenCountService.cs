using System.Runtime.InteropServices;
using Platform.FakeUpstream.Models;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Messages;

/// <summary>
/// <c>POST /v1/messages/count_tokens</c>: counts the prompt of a body. It plays the part of a script before the answer. It is
/// free, so the tally counts no token for it.
/// </summary>
internal sealed class TokenCountService(ScriptSelector scripts, TimeProvider time)
{
    public async Task Serve(HttpContext http)
    {
        var exchange = Exchange.From(http);
        using var body = await RequestBody.Read(http.Request, http.RequestAborted);
        exchange.RecordBody(body.Bytes.Span);
        using var json = body.ParseObject();
        var (model, messages, tokens) = MessagesRequest.ReadPrompt(json.RootElement);
        exchange.Describe("count_tokens", model, toStream: false, prompt: 0);
        ModelList.RequireChatModel(model, http.Request.Path);
        var script = scripts.For(http.Request.Headers, model, JsonMarshal.GetRawUtf8Value(messages));
        await ScriptStage.PlayOpeningAsync(script, model, time, http);

        exchange.Finish(Outcome.Completed);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"input_tokens":{{tokens}}}""", http.RequestAborted);
    }
}
