using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Completions;

/// <summary>
/// The body of <c>POST /v1/completions</c>, which has no messages and no tools. The answer to the last of several prompts serves for all.
/// </summary>
internal sealed record CompletionRequest(
    string Model,
    bool Stream,
    bool IncludeUsage,
    int RequestedChoices,
    TextInput Prompt,
    Question Question
) : AnswerRequest("completions", Model, Stream, Prompt.Raw, Prompt.Tokens, Question)
{
    private const int MaxChoices = 128;

    /// <summary>OpenAI's default, for this endpoint only.</summary>
    private const int DefaultMaxTokens = 16;

    public override int Choices => RequestedChoices;

    /// <exception cref="Refusal">A field is missing or wrong.</exception>
    public static AnswerRequest Read(JsonElement body)
    {
        var model =
            body.Field("model", "a string", JsonValueKind.String)?.Text()
            ?? throw new Refusal(OpenAIError.Invalid("you must provide a model parameter"));
        var prompt = TextInput.Read(body, "prompt");
        var stream = body.Flag("stream");
        var question = new Question(
            prompt.Texts[^1],
            null,
            [],
            default,
            default,
            body.Whole("max_tokens", 1, int.MaxValue) ?? DefaultMaxTokens
        )
        {
            Stops = Stops(body),
        };
        return new CompletionRequest(
            model,
            stream,
            StreamOptions.IncludeUsage(body, stream),
            (body.Whole("n", 1, MaxChoices) ?? 1) * prompt.Texts.Count,
            prompt,
            question
        );
    }

    public override IFrames Frames(Composition composition) =>
        new CompletionFrames(composition, Model, Choices, composition.IncludesUsage && (IncludeUsage || !Stream));

    private static string[] Stops(JsonElement body) =>
        body.Field("stop", "a string or an array", JsonValueKind.String, JsonValueKind.Array) switch
        {
            null => [],
            { ValueKind: JsonValueKind.String } one => [one.Text()],
            { } several => [.. several.EnumerateArray().Where(stop => stop.ValueKind == JsonValueKind.String).Select(RequestFields.Text)],
        };
}
