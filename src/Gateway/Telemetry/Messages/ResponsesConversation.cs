using System.Text.Json;

namespace Platform.Gateway.Telemetry.Messages;

/// <summary>OpenAI's Responses: items instead of messages.</summary>
internal sealed class ResponsesConversation : IConversationReader
{
    public IReadOnlyList<Part> Instructions(JsonElement request) => request.Text("instructions") is { } text ? [new TextPart(text)] : [];

    public IReadOnlyList<Message> Input(JsonElement request) =>
        request.Text("input") is { } text ? [new Message("user", [new TextPart(text)])] : [.. request.Items("input").Select(Asked)];

    public IReadOnlyList<Message> Output(JsonElement answer)
    {
        Part[] parts = [.. answer.Items("output").SelectMany(Parts)];
        return [new Message("assistant", parts, Finish(answer, parts))];
    }

    /// <summary>
    /// The last event brings the whole response. Without it there are the items that were finished, and the text that was not.
    /// </summary>
    public IReadOnlyList<Message> Output(IReadOnlyList<JsonElement> events)
    {
        if (events.LastOrDefault(IsLast) is { ValueKind: JsonValueKind.Object } last)
            return Output(last.Member("response"));
        var finished = events
            .Where(e => e.Text("type") == "response.output_item.done")
            .ToDictionary(e => e.Index("output_index"), e => e.Member("item"));
        var rest = string.Concat(
            events
                .Where(e => e.Text("type") == "response.output_text.delta" && !finished.ContainsKey(e.Index("output_index")))
                .Select(e => e.Text("delta"))
        );
        return
        [
            new Message(
                "assistant",
                [.. finished.Values.SelectMany(Parts), .. rest.Length > 0 ? [new TextPart(rest)] : (Part[])[]],
                "error"
            ),
        ];
    }

    private static bool IsLast(JsonElement e) => e.Text("type") is "response.completed" or "response.incomplete" or "response.failed";

    private static Message Asked(JsonElement item) =>
        item.Text("type") switch
        {
            "function_call_output" or "custom_tool_call_output" => new Message(
                "tool",
                [new ToolResponsePart(item.Text("call_id"), item.TextOrJson("output"))]
            ),
            null or "message" => new Message(
                item.Text("role") switch
                {
                    "developer" => "system",
                    var role => role ?? "user",
                },
                [.. Contents(item)]
            ),
            _ => new Message("assistant", [.. Parts(item)]),
        };

    private static IEnumerable<Part> Parts(JsonElement item) =>
        item.Text("type") switch
        {
            "message" => Contents(item),
            "reasoning" => item.Items("summary").Concat(item.Items("content")).Select(part => new ReasoningPart(part.Text("text") ?? "")),
            "function_call" => [new ToolCallPart(item.Text("call_id"), item.Text("name") ?? "", item.TextOrJson("arguments"))],
            "custom_tool_call" => [new ToolCallPart(item.Text("call_id"), item.Text("name") ?? "", item.TextOrJson("input"))],
            var other => [new OtherPart(other ?? "unknown")],
        };

    private static IEnumerable<Part> Contents(JsonElement message) =>
        message.Text("content") is { } text ? [new TextPart(text)] : message.Items("content").Select(Content);

    private static Part Content(JsonElement part) =>
        part.Text("type") switch
        {
            "input_text" or "output_text" or "text" => new TextPart(part.Text("text") ?? ""),
            "refusal" => new TextPart(part.Text("refusal") ?? ""),
            "input_image" => Media.From("image", part.Text("image_url")),
            "input_file" => Media.From("document", part.Text("file_url")),
            var other => new OtherPart(other ?? "unknown"),
        };

    private static string Finish(JsonElement answer, Part[] parts) =>
        answer.Text("status") switch
        {
            "completed" => parts.Any(part => part is ToolCallPart) ? "tool_call" : "stop",
            "incomplete" => answer.Member("incomplete_details").Text("reason") switch
            {
                "max_output_tokens" => "length",
                var reason => reason ?? "length",
            },
            _ => "error",
        };
}
