using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Converts a Responses request to a chat request.</summary>
/// <param name="limitField">The field in which the upstream takes a limit of tokens.</param>
/// <param name="limit">In tokens, where the client sets none.</param>
internal sealed class ChatRequestFromResponses(ToolNames names, string limitField, long? limit)
{
    private readonly OfferedTools offered = new(names);

    public OfferedTools Tools => offered;

    /// <param name="writeModel">Writes the members <c>model</c> and, where it is wanted, <c>stream</c>.</param>
    public void Write(Utf8JsonWriter json, JsonField body, Action<Utf8JsonWriter> writeModel)
    {
        ResponsesFields.Refuse(body);
        // Tools first: calls of earlier turns use their names.
        ReadTools(body);
        json.WriteStartObject();
        writeModel(json);
        new ChatMessagesFromItems(json, names).Write(body);
        ToolChoice.Read(body, offered).Write(json, body);
        ChatSettings.Write(json, body, limitField, limit);
        json.WriteEndObject();
    }

    private void ReadTools(JsonField body)
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
