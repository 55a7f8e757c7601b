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

    /// <summary>The body of the request, much of which a response repeats.</summary>
    public JsonElement Request => request.Body;

    public string Model => request.Model;

    public long Created => composition.Created;

    public TokenCounts Usage => composition.Usage;

    public bool IncludesUsage => composition.IncludesUsage;

    public bool Truncated => composition.Answer.Truncated;

    public string Status => Truncated ? "incomplete" : "completed";

    /// <summary>Reasoning is summarised when the request asks for it.</summary>
    public IReadOnlyList<Part> Parts { get; } = [.. composition.Answer.PartsWithReasoning(shown: RequestsSummary(request.Body))];

    /// <summary>The called tool, as the request offered it.</summary>
    public Tool Called { get; } = request.Question.Tools.FirstOrDefault(tool => tool.Name == composition.Answer.Tool);

    /// <summary>Whether reasoning has encrypted content, which the client can send back.</summary>
    public bool Encrypts { get; } =
        request.Body.Field("include", "an array", JsonValueKind.Array) is { } include
        && include.EnumerateArray().Any(each => each.ValueKind == JsonValueKind.String && each.ValueEquals("reasoning.encrypted_content"));

    public string ItemId(int part) =>
        Parts[part].Kind switch
        {
            PartKind.Reasoning => "rs_",
            PartKind.Text => "msg_",
            _ => Called.FreeText ? "ctc_" : "fc_",
        }
        + unique
        + part;

    public string CallId(int part) => $"call_{unique[12..]}{part:D4}";

    private static bool RequestsSummary(JsonElement body) =>
        body.Field("reasoning", "an object", JsonValueKind.Object) is { } reasoning && reasoning.TryField("summary", out _);
}
