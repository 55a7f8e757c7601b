using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Assigns the pieces in a chat answer to their calls; they may be interleaved. Usually each names its call by index; some upstreams leave
/// that out or give the same to all: <see cref="CallPiece.BeginsAfter"/>.
/// </summary>
internal sealed class ChatCalls(ResponseOutput output, ToolNames names)
{
    private readonly Dictionary<long, Call> byIndex = [];
    private long last;

    public void Read(JsonField item)
    {
        var piece = CallPiece.From(item);
        last = piece.Index ?? last;
        if (!byIndex.TryGetValue(last, out var call) || piece.BeginsAfter(call.Item.CallId, call.Name, call.End.IsReached))
            call = byIndex[last] = Begin(piece);
        if (piece.Arguments.Length == 0)
            return;
        call.End.Watch(piece.Arguments);
        output.Say(call.Item, piece.Arguments);
    }

    private Call Begin(CallPiece piece) =>
        piece.Name is not { } name
            ? throw new JsonException("The upstream's answer calls a tool without its name.")
            : new Call(output.Call(names.FromChat(name), piece.Id), name);

    private sealed class Call(CallItem item, string name)
    {
        public CallItem Item => item;

        public string Name => name;

        // A field, since it is changed in place.
        public JsonEnd End;
    }
}
