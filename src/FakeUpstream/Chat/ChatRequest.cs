using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Chat;

/// <param name="Messages">As received.</param>
/// <param name="PromptTokens">By <see cref="TokenRule"/> over the raw JSON of <c>messages</c> and <c>tools</c>.</param>
internal sealed record ChatRequest(
    string Model, bool Stream, bool IncludeUsage, int Choices, JsonElement Messages, long PromptTokens, Question Question)
{
    private const int MostChoices = 128;

    /// <exception cref="Refusal">A field is missing or wrong.</exception>
    public static ChatRequest Read(JsonElement body)
    {
        var model = body.Field("model", "a string", JsonValueKind.String)?.Text()
            ?? throw new Refusal(OpenAIError.Invalid("you must provide a model parameter"));
        var messages = body.Field("messages", "an array of objects", JsonValueKind.Array) ?? throw RequestFields.Missing("messages");
        ChatMessages.Check(messages);
        var stream = body.Flag("stream");
        var tools = body.Field("tools", "an array of objects", JsonValueKind.Array);
        var bytes = JsonMarshal.GetRawUtf8Value(messages).Length + (tools is { } given ? JsonMarshal.GetRawUtf8Value(given).Length : 0);
        return new ChatRequest(
            model, stream, IncludesUsage(body, stream), body.Whole("n", 1, MostChoices) ?? 1, messages, TokenRule.Tokens(bytes),
            ChatQuestion.Read(body, messages, tools));
    }

    private static bool IncludesUsage(JsonElement body, bool stream)
    {
        if (body.Field("stream_options", "an object", JsonValueKind.Object) is not { } options)
            return false;
        return stream ? options.Flag("include_usage") : throw new Refusal(OpenAIError.Invalid(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options"));
    }
}
