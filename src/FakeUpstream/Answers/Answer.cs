using System.Text;

namespace Platform.FakeUpstream.Answers;

/// <summary>What one choice says: text, or a call of a tool.</summary>
/// <param name="Said">The text, or the arguments of <paramref name="Tool"/>; UTF-8.</param>
/// <param name="Tool">The name of the called function.</param>
internal sealed record Answer(ReadOnlyMemory<byte> Said, string? Tool, bool CutShort, int ReasoningTokens)
{
    /// <summary>How often the tool is called, in parallel.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>The stop sequence that the text ends before.</summary>
    public string? StoppedAt { get; init; }

    public int ToolBytes => Tool is null ? 0 : Encoding.UTF8.GetByteCount(Tool);

    /// <summary>Of all generated text.</summary>
    public int Bytes => (Said.Length + ToolBytes) * Calls;

    /// <summary>Reasoning included. Each call is counted by itself.</summary>
    public long Tokens => TokenRule.Tokens(Said.Length + ToolBytes) * Calls + ReasoningTokens;

    /// <summary>What is said, without the thought before it.</summary>
    public IEnumerable<Part> Spoken => Enumerable.Repeat(new Part(Tool is null ? PartKind.Text : PartKind.Call, Said, Tool), Calls);

    /// <summary>The thought, when there is one, and what is said. A thought that is shown has as many tokens as are reported.</summary>
    public IEnumerable<Part> Thoughtful(bool shown)
    {
        if (ReasoningTokens > 0)
        {
            var thought = shown ? AnswerText.OfLength("Let me think about that."u8.ToArray(), ReasoningTokens) : default;
            yield return new Part(PartKind.Thought, thought);
        }

        foreach (var part in Spoken)
            yield return part;
    }
}
