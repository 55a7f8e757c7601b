using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Reads the deltas of a chat stream, or a whole message, into the output of a response.</summary>
internal sealed class ChatDeltaReader(ResponseOutput output, ToolNames names)
{
    private readonly ChatCalls calls = new(output, names);

    /// <param name="message">A <c>delta</c> or a <c>message</c>.</param>
    /// <param name="logprobs">The log probabilities of the choice.</param>
    public void Read(JsonField message, JsonField? logprobs)
    {
        if ((NonEmpty(message, "reasoning_content") ?? NonEmpty(message, "reasoning")) is { } thought)
            output.Think(thought);
        foreach (var (text, isThought) in ChatContent.Parts(message["content"]))
            if (isThought)
                output.Think(text);
            else
                output.Say(text, isRefusal: false, TakeTokens());
        if (NonEmpty(message, "refusal") is { } refusal)
            output.Say(refusal, isRefusal: true, []);
        foreach (var citation in message.Items("annotations"))
            if (Citation(citation) is { } annotation)
                output.Annotate(annotation);
        foreach (var call in message.Items("tool_calls"))
            calls.Read(call);

        // They are of all parts of the text; with each of them they could be thousands of times the answer.
        byte[][] TakeTokens()
        {
            var taken = Tokens(logprobs);
            logprobs = null;
            return taken;
        }
    }

    private static string? NonEmpty(JsonField message, string name) => message.Text(name) is { Length: > 0 } text ? text : null;

    private static byte[][] Tokens(JsonField? logprobs) => logprobs?.Array("content")?.Items().Select(TokenLogprobs.Whole).ToArray() ?? [];

    /// <summary>The members of chat's inner object are members of the annotation itself in Responses.</summary>
    private static byte[]? Citation(JsonField annotation) =>
        annotation.Object("url_citation") is not { } citation
            ? null
            : TranslatedJson.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("type", "url_citation");
                UrlCitation.WriteMembers(json, citation);
                json.WriteEndObject();
            });
}
