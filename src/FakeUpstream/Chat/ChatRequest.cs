using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Chat;

/// <summary>The body of <c>POST /v1/chat/completions</c>; its prompt is <c>messages</c> and what describes the answer.</summary>
internal sealed record ChatRequest(
    string Model,
    bool Stream,
    bool IncludeUsage,
    int RequestedChoices,
    JsonElement Messages,
    long PromptTokens,
    Question Question
) : AnswerRequest("chat", Model, Stream, Messages, PromptTokens, Question)
{
    private const int MaxChoices = 128;

    public override int Choices => RequestedChoices;

    public override IFrames Frames(Composition composition) =>
        new ChatFrames(
            new ChatAnswer(composition.Unique, composition.Created, Model, Choices, composition.Answer, composition.Usage),
            composition.IncludesUsage && (IncludeUsage || !Stream)
        );

    /// <exception cref="Refusal">A field is missing or wrong.</exception>
    public static AnswerRequest Read(JsonElement body)
    {
        var model =
            body.Field("model", "a string", JsonValueKind.String)?.Text()
            ?? throw new Refusal(OpenAIError.Invalid("you must provide a model parameter"));
        var messages = body.Field("messages", "an array of objects", JsonValueKind.Array) ?? throw RequestFields.Missing("messages");
        ChatMessages.Check(messages);
        var stream = body.Flag("stream");
        var tools = body.Field("tools", "an array of objects", JsonValueKind.Array);
        ChatRules.Check(body, model, messages, tools);
        return new ChatRequest(
            model,
            stream,
            StreamOptions.IncludeUsage(body, stream),
            body.Whole("n", 1, MaxChoices) ?? 1,
            messages,
            TokenRule.Tokens(Prompt.Bytes(body, "messages", "tools", "functions", "response_format", "prediction")),
            ChatQuestion.Read(body, messages, tools)
        );
    }
}
