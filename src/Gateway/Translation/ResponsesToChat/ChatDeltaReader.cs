using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Reads what the model said, piece by piece or as a whole message, into the output of a response.</summary>
internal sealed class ChatDeltaReader(ResponseOutput output, ToolNames names)
{
    private readonly ChatCalls calls = new(output, names);

    /// <param name="message">A <c>delta</c> or a <c>message</c>.</param>
    /// <param name="logprobs">Of the choice it stands in.</param>
    public void Read(RawNode message, RawNode? logprobs)
    {
        if ((Said(message, "reasoning_content") ?? Said(message, "reasoning")) is { } thought)
            output.Think(thought);
        if (message.Member("content") is { IsArray: true } parts)
            ReadParts(parts, logprobs);
        else
            Say(message.Text("content"), logprobs);
        if (Said(message, "refusal") is { } refusal)
            output.Say(refusal, isRefusal: true, []);
        foreach (var citation in message.Array("annotations")?.Items() ?? [])
            if (Citation(citation) is { } annotation)
                output.Annotate(annotation);
        foreach (var call in message.Array("tool_calls")?.Items() ?? [])
            calls.Read(call);
    }

    /// <summary>Some upstreams send content in parts, thoughts among them.</summary>
    private void ReadParts(RawNode parts, RawNode? logprobs)
    {
        foreach (var part in parts.Items())
        {
            if (part.Text("type") == "text")
                Say(part.Text("text"), logprobs);
            foreach (var thought in part.Array("thinking")?.Items() ?? [])
                output.Think(thought.NeedText("text"));
        }
    }

    private void Say(string? text, RawNode? logprobs)
    {
        if (!string.IsNullOrEmpty(text))
            output.Say(text, isRefusal: false, Tokens(logprobs));
    }

    private static string? Said(RawNode message, string name) => message.Text(name) is { Length: > 0 } text ? text : null;

    private static byte[][] Tokens(RawNode? logprobs) =>
        logprobs?.Array("content")?.Items().Select(token => token.Raw.ToArray()).ToArray() ?? [];

    /// <summary>What chat puts into an object of its own stands in the annotation itself here.</summary>
    private static byte[]? Citation(RawNode annotation) => annotation.Object("url_citation") is not { } citation ? null : RawJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", "url_citation");
        foreach (var name in (string[])["start_index", "end_index", "url", "title"])
            json.Carry(citation, name);
        json.WriteEndObject();
    });
}
