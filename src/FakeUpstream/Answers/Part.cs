namespace Platform.FakeUpstream.Answers;

/// <summary>One part of an answer, sent in deltas: reasoning, text, or the call of a tool.</summary>
/// <param name="Content">The text, or the arguments of <paramref name="Tool"/>; UTF-8.</param>
internal sealed record Part(PartKind Kind, ReadOnlyMemory<byte> Content, string? Tool = null)
{
    public int ToolBytes => Tool is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(Tool);
}

internal enum PartKind
{
    Reasoning,
    Text,
    Call,
}
