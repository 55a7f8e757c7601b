using System.Text.Json;
using Platform.FakeUpstream.Answers;

namespace Platform.FakeUpstream.Serving;

/// <summary>A parsed request for generated text.</summary>
/// <param name="Protocol">The name of the protocol in the tally.</param>
/// <param name="Conversation">As received.</param>
/// <param name="PromptTokens">By <see cref="TokenRule"/> over the raw JSON of the prompt.</param>
internal abstract record AnswerRequest(
    string Protocol,
    string Model,
    bool Stream,
    JsonElement Conversation,
    long PromptTokens,
    Question Question
)
{
    public virtual int Choices => 1;

    public abstract IFrames Frames(Composition composition);
}
