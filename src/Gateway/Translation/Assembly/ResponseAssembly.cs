using System.Text.Json.Nodes;

namespace Platform.Gateway.Translation.Assembly;

/// <summary>A stream of Responses has the whole response in its last event.</summary>
internal sealed class ResponseAssembly : IAssembly
{
    private JsonObject? whole;

    public void Add(JsonObject data)
    {
        if (data["type"]?.GetValue<string>() is "response.completed" or "response.incomplete")
            whole = data["response"] as JsonObject;
    }

    public JsonObject? Whole() => whole?.DeepClone().AsObject();
}
