using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Assigns the fragments in a chat answer to their calls; they may be interleaved. Usually each names its call by index; some upstreams
/// leave that out or give the same to all, and only a new id and name mark a new call.
/// </summary>
internal sealed class ChatCalls(ResponseOutput output, ToolNames names)
{
    private readonly Dictionary<long, CallItem> byIndex = [];
    private long last = -1;

    public void Read(JsonField piece)
    {
        var (id, function) = (piece.Text("id"), piece.Object("function"));
        var name = function?.Text("name");
        var begins = !string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(name);
        var index = piece.Count("index") ?? (begins ? last + 1 : last);
        if (!byIndex.TryGetValue(index, out var call) || (begins && call.CallId != id))
            call = byIndex[index] = Begin(id, name);
        last = index;
        if (function?.Text("arguments") is { Length: > 0 } arguments)
            output.Say(call, arguments);
    }

    private CallItem Begin(string? id, string? name) =>
        string.IsNullOrEmpty(name)
            ? throw new JsonException("The upstream's answer calls a tool without its name.")
            : output.Call(names.FromChat(name), string.IsNullOrEmpty(id) ? null : id);
}
