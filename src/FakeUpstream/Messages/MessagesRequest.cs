using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Messages;

/// <summary>The body of <c>POST /v1/messages</c>; its prompt is <c>system</c>, <c>messages</c>, <c>tools</c> and the format.</summary>
/// <param name="ShowsReasoning">Whether reasoning is sent as a block of its own; false when thinking is disabled.</param>
internal sealed record MessagesRequest(
    string Model,
    bool Stream,
    JsonElement Messages,
    long PromptTokens,
    Question Question,
    bool ShowsReasoning
) : AnswerRequest("messages", Model, Stream, Messages, PromptTokens, Question)
{
    /// <exception cref="Refusal">A field is missing or wrong.</exception>
    public static AnswerRequest Read(JsonElement body)
    {
        var (model, messages, tokens) = ReadPrompt(body);
        var most = body.Whole("max_tokens", 1, int.MaxValue) ?? throw RequestFields.Missing("max_tokens");
        var thinking = body.Field("thinking", "an object", JsonValueKind.Object)?.Field("type", "a string", JsonValueKind.String)?.Text();
        return new MessagesRequest(
            model,
            body.Flag("stream"),
            messages,
            tokens,
            MessagesQuestion.Read(body, messages, most),
            thinking != "disabled"
        );
    }

    /// <summary>Reads the part that a request shares with counting tokens.</summary>
    public static (string Model, JsonElement Messages, long Tokens) ReadPrompt(JsonElement body)
    {
        var model = body.Field("model", "a string", JsonValueKind.String)?.Text() ?? throw RequestFields.Missing("model");
        var messages = body.Field("messages", "an array of objects", JsonValueKind.Array) ?? throw RequestFields.Missing("messages");
        MessageBlocks.Check(messages);
        MessagesRules.Check(body, model, messages);
        _ = body.Field("system", "a string or an array", JsonValueKind.String, JsonValueKind.Array);
        _ = body.Field("tools", "an array of objects", JsonValueKind.Array);
        return (model, messages, TokenRule.Tokens(Prompt.Bytes(body, "messages", "system", "tools", "output_config", "output_format")));
    }

    public override IFrames Frames(Composition composition) => new MessagesFrames(new MessagesAnswer(Model, composition, ShowsReasoning));
}
