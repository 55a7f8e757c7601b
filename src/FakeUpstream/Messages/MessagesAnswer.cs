using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;

namespace Platform.FakeUpstream.Messages;

/// <summary>A message about to be written.</summary>
internal sealed class MessagesAnswer(string model, Composition composition, bool showsThought)
{
    private readonly Answer answer = composition.Answer;

    public string Id => "msg_" + composition.Unique;

    public string Model => model;

    public TokenCounts Usage => composition.Usage;

    public bool TellsUsage => composition.TellsUsage;

    /// <summary>A thought that is not shown has no block.</summary>
    public IReadOnlyList<Part> Parts { get; } = [.. showsThought ? composition.Answer.Thoughtful(shown: true) : composition.Answer.Spoken];

    public string StopReason =>
        answer.CutShort ? "max_tokens"
        : answer.Tool is not null ? "tool_use"
        : answer.StoppedAt is not null ? "stop_sequence"
        : "end_turn";

    public string? StopSequence => answer.StoppedAt;

    /// <summary>Nobody checks it; it only has to come back as it was.</summary>
    public const string Signature = "ZmFrZS11cHN0cmVhbS1zaWduYXR1cmU=";

    public string CallId(int part) => $"toolu_{composition.Unique[12..]}{part:D4}";
}
