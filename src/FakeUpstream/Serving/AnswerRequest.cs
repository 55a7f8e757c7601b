using System.Text.Json;
using Platform.FakeUpstream.Answers;

namespace Platform.FakeUpstream.Serving;

/// <summary>A request for generated text, as its protocol reads it.</summary>
/// <param name="Protocol">Its name in the tally.</param>
/// <param name="Conversation">As received.</param>
/// <param name="PromptTokens">By <see cref="TokenRule"/> over the raw JSON of what the model is given to read.</param>
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
