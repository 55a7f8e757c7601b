using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>A response about to be written: its items and their ids.</summary>
internal sealed class ResponsesAnswer(ResponsesRequest request, Composition composition)
{
    private readonly string unique = composition.Unique;

    public string Id => "resp_" + unique;

    /// <summary>The request, much of which a response repeats.</summary>
    public JsonElement Asked => request.Body;

    public string Model => request.Model;

    public long Created => composition.Created;

    public TokenCounts Usage => composition.Usage;

    public bool TellsUsage => composition.TellsUsage;

    public bool CutShort => composition.Answer.CutShort;

    public string Status => CutShort ? "incomplete" : "completed";

    /// <summary>Thoughts are summed up for those who ask for it.</summary>
    public IReadOnlyList<Part> Parts { get; } = [.. composition.Answer.Thoughtful(shown: WantsSummary(request.Body))];

    /// <summary>What was called, as it was offered.</summary>
    public Tool Called { get; } = request.Question.Tools.FirstOrDefault(tool => tool.Name == composition.Answer.Tool);

    /// <summary>A thought that its asker can send back, though nobody can read it.</summary>
    public bool Encrypts { get; } =
        request.Body.Field("include", "an array", JsonValueKind.Array) is { } include
        && include.EnumerateArray().Any(each => each.ValueKind == JsonValueKind.String && each.ValueEquals("reasoning.encrypted_content"));

    public string ItemId(int part) =>
        Parts[part].Kind switch
        {
            PartKind.Thought => "rs_",
            PartKind.Text => "msg_",
            _ => Called.FreeText ? "ctc_" : "fc_",
        }
        + unique
        + part;

    public string CallId(int part) => $"call_{unique[12..]}{part:D4}";

    private static bool WantsSummary(JsonElement body) =>
        body.Field("reasoning", "an object", JsonValueKind.Object) is { } reasoning && reasoning.TryField("summary", out _);
}
