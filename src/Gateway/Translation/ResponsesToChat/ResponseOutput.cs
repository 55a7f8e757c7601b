using System.Text.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// The output of a response as it grows. What comes next ends the text or thought before it; calls stay open till the end, for their pieces
/// may come by turns.
/// </summary>
internal sealed class ResponseOutput(ResponseEvents events, ResponseIds ids)
{
    private readonly List<OutputItem> items = [];
    private OutputItem? spoken;

    public void Think(string delta) => Spoken(index => new ReasoningItem(index, ids.Item("rs", index))).Think(events, delta);

    /// <param name="tokens">The chances of its tokens, each an object.</param>
    public void Say(string delta, bool isRefusal, IReadOnlyList<byte[]> tokens) => Message().Say(events, delta, isRefusal, tokens);

    public void Annotate(byte[] annotation) => Message().Annotate(events, annotation);

    /// <param name="callId">The upstream's; null where it gives none.</param>
    public CallItem Call(ToolName tool, string? callId)
    {
        EndSpoken();
        return Add(index => new CallItem(index, ids.Item(CallItem.Prefix(tool.Kind), index), tool, callId ?? ids.Call(index)));
    }

    public void Say(CallItem call, string delta) => call.Say(events, delta);

    /// <param name="isCut">Whether the model was stopped while it said what is still open.</param>
    public void Close(bool isCut)
    {
        foreach (var item in items)
            item.Close(events, isCut);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("output");
        foreach (var item in items)
            item.Write(json);
        json.WriteEndArray();
    }

    private MessageItem Message() => Spoken(index => new MessageItem(index, ids.Item("msg", index)));

    private T Spoken<T>(Func<int, T> make)
        where T : OutputItem
    {
        if (spoken is T same)
            return same;
        EndSpoken();
        var item = Add(make);
        spoken = item;
        return item;
    }

    private void EndSpoken()
    {
        spoken?.Close(events, isCut: false);
        spoken = null;
    }

    private T Add<T>(Func<int, T> make)
        where T : OutputItem
    {
        var item = make(items.Count);
        items.Add(item);
        item.Announce(events);
        return item;
    }
}
