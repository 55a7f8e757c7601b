using System.Runtime.InteropServices;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Models;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Chat;

/// <summary><c>POST /v1/chat/completions</c>: read, play the script, answer.</summary>
internal sealed class ChatCompletions(ScriptBook scripts, TimeProvider time)
{
    public async Task Serve(HttpContext http)
    {
        var exchange = Exchange.Of(http);
        using var body = await RequestBody.Read(http.Request, http.RequestAborted);
        exchange.Received(body.Bytes.Span);
        using var json = body.ParseObject();
        var request = ChatRequest.Read(json.RootElement);
        exchange.Asked(request.Model, request.Stream, request.Choices, request.PromptTokens);
        RequireChatModel(request.Model);

        var script = scripts.For(http.Request.Headers, request.Model, JsonMarshal.GetRawUtf8Value(request.Messages));
        await ScriptStage.Open(script, request.Model, time, http.RequestAborted);

        var answer = Answer(request, script);
        if (request.Stream)
            await new ChatStream(http, exchange, answer, script, request.IncludeUsage, time).Send();
        else
            await ChatWhole.Send(http, exchange, answer, script, time);
    }

    private ChatAnswer Answer(ChatRequest request, Script script)
    {
        var now = time.GetUtcNow();
        var answer = AnswerComposer.Compose(request.Question, script);
        var usage = new TokenCounts(
            request.PromptTokens, Math.Min(script.CachedTokens, request.PromptTokens),
            answer.Tokens * request.Choices, (long)answer.ReasoningTokens * request.Choices);
        var unique = Guid.CreateVersion7(now).ToString("N");
        return new ChatAnswer(unique, now.ToUnixTimeSeconds(), request.Model, request.Choices, answer, usage);
    }

    private static void RequireChatModel(string id)
    {
        if (ModelList.Find(id) is not { } model)
            throw new Refusal(OpenAIError.Of(StatusCodes.Status404NotFound, id));
        if (!model.Chats)
        {
            throw new Refusal(OpenAIError.NotFound(
                "This is not a chat model and thus not supported in the v1/chat/completions endpoint.", "model"));
        }
    }
}
