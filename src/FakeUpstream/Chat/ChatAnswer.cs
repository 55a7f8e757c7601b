using Platform.FakeUpstream.Answers;

namespace Platform.FakeUpstream.Chat;

/// <summary>A chat completion about to be written. All its choices have the same content.</summary>
/// <param name="Unique">32 hexadecimal digits for the ids in the answer.</param>
/// <param name="Created">Seconds since 1970.</param>
internal sealed record ChatAnswer(string Unique, long Created, string Model, int Choices, Answer Answer, TokenCounts Usage)
{
    public const string Fingerprint = "fp_f4ce0a1b2c";

    public string Id => "chatcmpl-" + Unique;

    public string FinishReason =>
        Answer.Truncated ? "length"
        : Answer.Tool is null ? "stop"
        : "tool_calls";

    public string CallId(int call, int choice) => $"call_{Unique[12..]}{call * Choices + choice:D4}";
}
