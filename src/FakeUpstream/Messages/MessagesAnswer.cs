using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;

namespace Platform.FakeUpstream.Messages;

/// <summary>A message about to be written.</summary>
internal sealed class MessagesAnswer(string model, Composition composition, bool showsReasoning)
{
    private readonly Answer answer = composition.Answer;

    public string Id => "msg_" + composition.Unique;

    public string Model => model;

    public TokenCounts Usage => composition.Usage;

    public bool IncludesUsage => composition.IncludesUsage;

    /// <summary>Reasoning that is not shown has no block.</summary>
    public IReadOnlyList<Part> Parts { get; } =
    [.. showsReasoning ? composition.Answer.PartsWithReasoning(shown: true) : composition.Answer.VisibleParts];

    public string StopReason =>
        answer.Truncated ? "max_tokens"
        : answer.Tool is not null ? "tool_use"
        : answer.StopSequence is not null ? "stop_sequence"
        : "end_turn";

    public string? StopSequence => answer.StopSequence;

    /// <summary>The signature of reasoning. Nothing checks it; clients send it back unchanged.</summary>
    public const string Signature = "ZmFrZS11cHN0cmVhbS1zaWduYXR1cmU=";

    public string CallId(int part) => $"toolu_{composition.Unique[12..]}{part:D4}";
}
