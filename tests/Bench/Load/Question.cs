using System.Text;

namespace Platform.Bench.Load;

/// <summary>The same question in each protocol.</summary>
/// <param name="Path">Where it is asked.</param>
/// <param name="Body">With places for model, instructions and, behind all else, the wish to stream.</param>
/// <param name="TextMark">What stands before generated text in an event of the answer; in opening events the text is empty.</param>
internal sealed record Question(string Name, string Path, string Body, string TextMark)
{
    /// <summary>About two kilobytes of prompt, as a short conversation has.</summary>
    private static readonly string Instructions = string.Concat(
        Enumerable.Repeat("You are a careful assistant who answers briefly and to the point. ", 28)
    );

    public static Question Chat { get; } =
        new(
            "chat",
            "/v1/chat/completions",
            """{"model":"MODEL","messages":[{"role":"system","content":"INSTRUCTIONS"},{"role":"user","content":"What does this cost?"}]STREAMING}""",
            "\"content\":\""
        );

    public static Question Responses { get; } =
        new(
            "responses",
            "/v1/responses",
            """{"model":"MODEL","instructions":"INSTRUCTIONS","input":"What does this cost?"STREAMING}""",
            "\"delta\":\""
        );

    public static Question Messages { get; } =
        new(
            "messages",
            "/v1/messages",
            """{"model":"MODEL","max_tokens":1000,"system":"INSTRUCTIONS","messages":[{"role":"user","content":"What does this cost?"}]STREAMING}""",
            "\"text\":\""
        );

    public static IReadOnlyList<Question> All { get; } = [Chat, Responses, Messages];

    public byte[] RequestBytes(string model, bool stream) =>
        Encoding.UTF8.GetBytes(
            Body.Replace("MODEL", model, StringComparison.Ordinal)
                .Replace("INSTRUCTIONS", Instructions, StringComparison.Ordinal)
                .Replace("STREAMING", stream ? ",\"stream\":true" : "", StringComparison.Ordinal)
        );
}
