using System.Text.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>An item of a response in a stream: announced, sent in pieces, closed, and repeated in the whole response.</summary>
/// <param name="index">Its place in <c>output</c>.</param>
internal abstract class OutputItem(int index, string id)
{
    public int Index => index;

    public string Id => id;

    /// <summary><c>in_progress</c>, <c>completed</c> or <c>incomplete</c>.</summary>
    protected string Status { get; private set; } = "in_progress";

    private bool IsOpen => Status == "in_progress";

    public void Announce(ResponseEvents events) => events.Write("response.output_item.added"u8, WritePlaced);

    /// <param name="isCut">Whether the model was stopped within this item.</param>
    public void Close(ResponseEvents events, bool isCut)
    {
        if (!IsOpen)
            return;
        EndParts(events);
        Status = isCut ? "incomplete" : "completed";
        events.Write("response.output_item.done"u8, WritePlaced);
    }

    /// <summary>The item with its content so far.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>Sends the closing events of the parts inside.</summary>
    protected abstract void EndParts(ResponseEvents events);

    private void WritePlaced(Utf8JsonWriter json)
    {
        json.WriteNumber("output_index", index);
        json.WritePropertyName("item");
        Write(json);
    }
}
