using System.Text;

namespace Platform.FakeUpstream.Answers;

/// <summary>The content of one choice: text, or calls of a tool.</summary>
/// <param name="Content">The text, or the arguments of <paramref name="Tool"/>; UTF-8.</param>
/// <param name="Tool">The name of the called function.</param>
internal sealed record Answer(ReadOnlyMemory<byte> Content, string? Tool, bool Truncated, int ReasoningTokens)
{
    /// <summary>The number of parallel calls of the tool.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>The stop sequence at which the text ends.</summary>
    public string? StopSequence { get; init; }

    public int ToolBytes => Tool is null ? 0 : Encoding.UTF8.GetByteCount(Tool);

    /// <summary>The bytes of all generated text.</summary>
    public int Bytes => (Content.Length + ToolBytes) * Calls;

    /// <summary>The tokens, reasoning included. Each call is counted by itself.</summary>
    public long Tokens => TokenRule.Tokens(Content.Length + ToolBytes) * Calls + ReasoningTokens;

    /// <summary>The text or the calls, without the reasoning.</summary>
    public IEnumerable<Part> VisibleParts =>
        Enumerable.Repeat(new Part(Tool is null ? PartKind.Text : PartKind.Call, Content, Tool), Calls);

    /// <summary>
    /// The reasoning, when there is any, then the visible parts. Reasoning that is shown has as many tokens as are reported.
    /// </summary>
    public IEnumerable<Part> PartsWithReasoning(bool shown)
    {
        if (ReasoningTokens > 0)
        {
            var reasoning = shown ? AnswerText.WithLength("Let me think about that."u8.ToArray(), ReasoningTokens) : default;
            yield return new Part(PartKind.Reasoning, reasoning);
        }

        foreach (var part in VisibleParts)
            yield return part;
    }
}
