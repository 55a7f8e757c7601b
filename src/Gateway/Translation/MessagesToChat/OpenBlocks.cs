namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Tracks the open block of the message: at most one, of text, thinking or a tool call.</summary>
internal sealed class OpenBlocks(MessageEvents events)
{
    private int opened;
    private string? open;

    public void Say(string kind, string text)
    {
        if (open != kind)
        {
            Close();
            events.Open(opened++, kind);
            open = kind;
        }

        events.Delta(opened - 1, kind + "_delta", kind, text);
    }

    public void OpenCall(string id, string name)
    {
        Close();
        events.OpenCall(opened++, id, name);
        open = "tool_use";
    }

    /// <summary>Adds to the input of the call that is open.</summary>
    public void Input(string fragment) => events.Delta(opened - 1, "input_json_delta", "partial_json", fragment);

    public void Close()
    {
        if (open is not null)
            events.Close(opened - 1);
        open = null;
    }
}
