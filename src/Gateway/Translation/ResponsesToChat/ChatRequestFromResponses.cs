using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Writes a Responses request as a chat request.</summary>
/// <param name="limitField">The field in which the upstream takes a limit of tokens.</param>
/// <param name="limit">In tokens, where the client names none.</param>
internal sealed class ChatRequestFromResponses(ToolNames names, string limitField, long? limit)
{
    private readonly OfferedTools offered = new(names);

    public OfferedTools Tools => offered;

    /// <param name="writeModel">Writes the members <c>model</c> and, where it is wanted, <c>stream</c>.</param>
    public void Write(Utf8JsonWriter json, RawNode body, Action<Utf8JsonWriter> writeModel)
    {
        ResponsesFields.Refuse(body);
        // First the tools: what was called in earlier turns is named as they are.
        ReadTools(body);
        json.WriteStartObject();
        writeModel(json);
        new ChatMessagesFromItems(json, names).Write(body);
        ToolChoice.Read(body, offered).Write(json, body);
        ChatSettings.Write(json, body, limitField, limit);
        json.WriteEndObject();
    }

    private void ReadTools(RawNode body)
    {
        if (body.Array("tools") is { } tools)
            offered.Read(tools, ofRequest: true);
        if (body.Need("input") is not { IsArray: true } input)
            return;
        foreach (var item in input.Items())
            if (ChatMessagesFromItems.TypeOf(item) is "additional_tools" or "tool_search_output")
                offered.Read(item.Need("tools"), ofRequest: false);
    }
}
