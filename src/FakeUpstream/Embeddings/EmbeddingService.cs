using System.Buffers;
using System.Runtime.InteropServices;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Models;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Embeddings;

/// <summary><c>POST /v1/embeddings</c>. A script breaks it as it breaks any answer in one piece.</summary>
internal sealed class EmbeddingService(ScriptBook scripts, TimeProvider time)
{
    public async Task Serve(HttpContext http)
    {
        var exchange = Exchange.Of(http);
        using var body = await RequestBody.Read(http.Request, http.RequestAborted);
        exchange.Received(body.Bytes.Span);
        using var json = body.ParseObject();
        var request = EmbeddingRequest.Read(json.RootElement);
        exchange.Asked("embeddings", request.Model, toStream: false, request.Input.Tokens);
        RequireEmbeds(request.Model);

        var script = scripts.For(http.Request.Headers, request.Model, JsonMarshal.GetRawUtf8Value(request.Input.Raw));
        await ScriptStage.Open(script, request.Model, time, http);

        var answer = new ArrayBufferWriter<byte>();
        EmbeddingJson.Write(answer, request, withUsage: !script.NoUsage);
        await WholeAnswer.Send(
            http,
            exchange,
            answer.WrittenMemory,
            () =>
            {
                exchange.UsedPrompt();
                if (!script.NoUsage)
                    exchange.WroteUsage(new TokenCounts(request.Input.Tokens, 0, 0, 0));
            },
            script,
            time
        );
    }

    /// <summary>The scripted models embed as well as they chat.</summary>
    private static void RequireEmbeds(string id)
    {
        if (ModelList.Find(id) is not { } model)
            throw new Refusal(OpenAIError.Of(StatusCodes.Status404NotFound, id));
        if (model is { Chats: true, OwnedBy: not "fake-upstream" })
            throw new Refusal(OpenAIError.Invalid("You are not allowed to generate embeddings from this model", "model"));
    }
}
