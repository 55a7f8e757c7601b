using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Finds the result of a call. Chat demands results right after the turn that made the calls, while in Responses other items may be
/// between them.
/// </summary>
internal sealed class ToolResults
{
    private readonly Dictionary<string, Queue<(int At, JsonField Item)>> waiting = [];
    private readonly HashSet<int> taken = [];

    public ToolResults(IReadOnlyList<JsonField> items)
    {
        foreach (var (at, item) in items.Index())
            if (IsResult(item))
                (waiting.TryGetValue(item.NeedText("call_id"), out var queue) ? queue : waiting[item.NeedText("call_id")] = []).Enqueue(
                    (at, item)
                );
    }

    public static bool IsResult(JsonField item) =>
        item.Text("type") switch
        {
            "function_call_output" or "custom_tool_call_output" => true,
            // A search that the server ran has no call that chat could contain.
            "tool_search_output" => item.Text("execution") != "server" && item.Text("call_id") is not null,
            _ => false,
        };

    /// <summary>The next result of this call after it. Some models give the calls of every turn the same ids.</summary>
    public JsonField? Take(string callId, int after)
    {
        if (!waiting.TryGetValue(callId, out var queue))
            return null;
        while (queue.TryDequeue(out var next))
        {
            if (next.At < after)
                continue;
            taken.Add(next.At);
            return next.Item;
        }

        return null;
    }

    public bool IsTaken(int at) => taken.Contains(at);
}
