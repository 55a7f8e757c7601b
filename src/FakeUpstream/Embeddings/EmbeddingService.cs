using System.Buffers;
using System.Runtime.InteropServices;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Models;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Embeddings;

/// <summary><c>POST /v1/embeddings</c>. A script affects it like any answer in one piece.</summary>
internal sealed class EmbeddingService(ScriptSelector scripts, TimeProvider time)
{
    public async Task Serve(HttpContext http)
    {
        var exchange = Exchange.From(http);
        using var body = await RequestBody.Read(http.Request, http.RequestAborted);
        exchange.RecordBody(body.Bytes.Span);
        using var json = body.ParseObject();
        var request = EmbeddingRequest.Read(json.RootElement);
        exchange.Describe("embeddings", request.Model, toStream: false, request.Input.Tokens);
        RequireEmbeddingModel(request.Model);

        var script = scripts.For(http.Request.Headers, request.Model, JsonMarshal.GetRawUtf8Value(request.Input.Raw));
        await ScriptStage.PlayOpeningAsync(script, request.Model, time, http);

        var answer = new ArrayBufferWriter<byte>();
        EmbeddingJson.Write(answer, request, withUsage: !script.NoUsage);
        await WholeAnswer.Send(
            http,
            exchange,
            answer.WrittenMemory,
            () =>
            {
                exchange.UsePrompt();
                if (!script.NoUsage)
                    exchange.AddUsage(new TokenCounts(request.Input.Tokens, 0, 0, 0));
            },
            script,
            time
        );
    }

    /// <summary>The scripted models both chat and embed.</summary>
    private static void RequireEmbeddingModel(string id)
    {
        if (ModelList.Find(id) is not { } model)
            throw new Refusal(OpenAIError.ForStatus(StatusCodes.Status404NotFound, id));
        if (model is { Chats: true, OwnedBy: not "fake-upstream" })
            throw new Refusal(OpenAIError.Invalid("You are not allowed to generate embeddings from this model", "model"));
    }
}
