using System.Text.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// The output of a response as it grows. A further item closes the text or reasoning before it; calls stay open until the end, because
/// their fragments may be interleaved.
/// </summary>
internal sealed class ResponseOutput(ResponseEvents events, AnswerIds ids)
{
    private readonly List<OutputItem> items = [];
    private OutputItem? open;

    public void Think(string delta) => CurrentOrNew(index => new ReasoningItem(index, ids.Item("rs", index))).Think(events, delta);

    /// <param name="tokens">The log probabilities of its tokens, each an object.</param>
    public void Say(string delta, bool isRefusal, IReadOnlyList<byte[]> tokens) => Message().Say(events, delta, isRefusal, tokens);

    public void Annotate(byte[] annotation) => Message().Annotate(events, annotation);

    /// <param name="callId">The upstream's; null where it gives none.</param>
    public CallItem Call(ToolName tool, string? callId)
    {
        CloseOpen();
        return Add(index => new CallItem(index, ids.Item(CallItem.Prefix(tool.Kind), index), tool, callId ?? ids.Call(index)));
    }

    public void Say(CallItem call, string delta) => call.Say(events, delta);

    /// <param name="isCut">Whether the model was stopped within the items that are still open.</param>
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

    private MessageItem Message() => CurrentOrNew(index => new MessageItem(index, ids.Item("msg", index)));

    private T CurrentOrNew<T>(Func<int, T> make)
        where T : OutputItem
    {
        if (open is T same)
            return same;
        CloseOpen();
        var item = Add(make);
        open = item;
        return item;
    }

    private void CloseOpen()
    {
        open?.Close(events, isCut: false);
        open = null;
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
