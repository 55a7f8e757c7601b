using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>
/// The body of <c>POST /v1/responses</c>; its prompt is <c>input</c>, <c>instructions</c>, <c>tools</c> and the format, after the
/// whole context of the previous response.
/// </summary>
internal sealed record ResponsesRequest(
    JsonElement Body,
    string Model,
    bool Stream,
    JsonElement Input,
    long ContextBytes,
    Question Question,
    ResponseMemory Memory
) : AnswerRequest("responses", Model, Stream, Input, TokenRule.Tokens(ContextBytes), Question)
{
    /// <exception cref="Refusal">A field is missing or wrong.</exception>
    public static AnswerRequest Read(JsonElement body, ResponseMemory memory)
    {
        var model = body.Field("model", "a string", JsonValueKind.String)?.Text() ?? throw RequestFields.Missing("model");
        var input =
            body.Field("input", "a string or an array of input items", JsonValueKind.String, JsonValueKind.Array)
            ?? throw RequestFields.Missing("input");
        var tools = body.Field("tools", "an array of objects", JsonValueKind.Array);
        ResponsesRules.Check(body, model, input, tools);
        _ = body.Field("instructions", "a string or an array", JsonValueKind.String, JsonValueKind.Array);
        var bytes = Prompt.Bytes(body, "input", "instructions", "tools", "text", "prompt") + PreviousContextBytes(body, memory);
        return new ResponsesRequest(body, model, body.Flag("stream"), input, bytes, ResponsesQuestion.Read(body, input, tools), memory);
    }

    /// <summary>Stores the response before it is sent, so that a broken connection does not undo it.</summary>
    public override IFrames Frames(Composition composition)
    {
        var answer = new ResponsesAnswer(this, composition);
        if (!Body.TryField("store", out var store) || store.ValueKind == JsonValueKind.True)
            Memory.Remember(answer.Id, new RememberedResponse(ResponsesJson.Whole(answer), ContextBytes + composition.Answer.Bytes));
        return new ResponsesFrames(answer);
    }

    private static long PreviousContextBytes(JsonElement body, ResponseMemory memory)
    {
        if (body.Field("previous_response_id", "a string", JsonValueKind.String)?.Text() is not { } id)
            return 0;
        return memory.Find(id)?.ContextBytes
            ?? throw new Refusal(
                OpenAIError.Invalid($"Previous response with id '{id}' not found.", "previous_response_id", "previous_response_not_found")
            );
    }
}
