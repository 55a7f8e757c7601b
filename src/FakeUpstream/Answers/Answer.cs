using System.Text;

namespace Platform.FakeUpstream.Answers;

/// <summary>What one choice says: text, or a call of a tool.</summary>
/// <param name="Said">The text, or the arguments of <paramref name="Tool"/>; UTF-8.</param>
/// <param name="Tool">The name of the called function.</param>
internal sealed record Answer(ReadOnlyMemory<byte> Said, string? Tool, bool CutShort, int ReasoningTokens)
{
    public int ToolBytes => Tool is null ? 0 : Encoding.UTF8.GetByteCount(Tool);

    /// <summary>Of all generated text.</summary>
    public int Bytes => Said.Length + ToolBytes;

    /// <summary>Reasoning included.</summary>
    public long Tokens => TokenRule.Tokens(Bytes) + ReasoningTokens;
}
