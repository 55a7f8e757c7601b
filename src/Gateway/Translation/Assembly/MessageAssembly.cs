using System.Text.Json.Nodes;

namespace Platform.Gateway.Translation.Assembly;

/// <summary>A message, from the events of its stream.</summary>
internal sealed class MessageAssembly : IAssembly
{
    private readonly SortedDictionary<int, JsonObject> blocks = [];
    private readonly Dictionary<int, string> inputs = [];
    private JsonObject? message;

    public void Add(JsonObject data)
    {
        switch (data["type"]?.GetValue<string>())
        {
            case "message_start":
                message = data["message"]?.DeepClone() as JsonObject;
                break;
            case "content_block_start" when data["content_block"] is JsonObject block:
                blocks[data.Index()] = block.DeepClone().AsObject();
                break;
            case "content_block_delta" when data["delta"] is JsonObject delta && blocks.TryGetValue(data.Index(), out var block):
                Grow(block, data.Index(), delta);
                break;
            case "message_delta" when message is not null:
                Merge(message, data["delta"] as JsonObject);
                if (message["usage"] is not JsonObject)
                    message["usage"] = new JsonObject();
                Merge(message["usage"]!.AsObject(), data["usage"] as JsonObject);
                break;
        }
    }

    public JsonObject? Whole()
    {
        if (message is null)
            return null;
        foreach (var (index, input) in inputs)
            blocks[index]["input"] = JsonNode.Parse(input);
        message["content"] = new JsonArray([.. blocks.Values]);
        return message;
    }

    private void Grow(JsonObject block, int index, JsonObject delta)
    {
        switch (delta["type"]?.GetValue<string>())
        {
            case "input_json_delta" when delta["partial_json"]?.GetValue<string>() is { Length: > 0 } fragment:
                inputs[index] = inputs.GetValueOrDefault(index, "") + fragment;
                break;
            case "citations_delta":
                block.Join(new JsonObject { ["citations"] = new JsonArray(delta["citation"]?.DeepClone()) });
                break;
            case "text_delta" or "thinking_delta" or "signature_delta":
                var piece = delta.DeepClone().AsObject();
                piece.Remove("type");
                block.Join(piece);
                break;
        }
    }

    private static void Merge(JsonObject whole, JsonObject? news)
    {
        foreach (var (name, value) in news ?? [])
            whole[name] = value?.DeepClone();
    }
}
