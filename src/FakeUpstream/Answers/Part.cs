namespace Platform.FakeUpstream.Answers;

/// <summary>One thing an answer is made of, sent in deltas: a thought, a text, or the call of a tool.</summary>
/// <param name="Said">The text, or the arguments of <paramref name="Tool"/>; UTF-8.</param>
internal sealed record Part(PartKind Kind, ReadOnlyMemory<byte> Said, string? Tool = null)
{
    public int ToolBytes => Tool is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(Tool);
}

internal enum PartKind
{
    Thought,
    Text,
    Call,
}
