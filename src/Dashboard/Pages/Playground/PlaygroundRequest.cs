using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Playground;

/// <summary>What the form of the playground asks for: a request for a chat completion.</summary>
/// <param name="Tools">A JSON list; empty for none.</param>
internal sealed record PlaygroundRequest(string? Model, string? System, string? Message, int? MaxTokens, string? Tools)
{
    private const int MaxText = 200_000;

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>What keeps it from being sent, each with the field of the form.</summary>
    public IEnumerable<(string Field, string Problem)> Problems()
    {
        if (string.IsNullOrWhiteSpace(Model))
            yield return ("model", "Choose a model.");
        if (string.IsNullOrWhiteSpace(Message))
            yield return (nameof(Message), "Write a message.");
        if ((Message?.Length ?? 0) + (System?.Length ?? 0) + (Tools?.Length ?? 0) > MaxText)
            yield return (nameof(Message), $"All texts together may have {Amounts.Tokens(MaxText)} characters.");
        if (MaxTokens is < 1)
            yield return (nameof(MaxTokens), "The limit must be a whole number of 1 or more. Leave it empty for none.");
        if (!string.IsNullOrWhiteSpace(Tools) && ToolList() is null)
            yield return (
                nameof(Tools),
                "Tools must be a JSON list, such as [{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}]."
            );
    }

    public string ToJson(bool stream)
    {
        var messages = new JsonArray();
        if (!string.IsNullOrWhiteSpace(System))
            messages.Add(new JsonObject { ["role"] = "system", ["content"] = System });
        messages.Add(new JsonObject { ["role"] = "user", ["content"] = Message });
        var body = new JsonObject { ["model"] = Model, ["messages"] = messages };
        if (MaxTokens is { } limit)
            body["max_tokens"] = limit;
        if (ToolList() is { Count: > 0 } tools)
            body["tools"] = tools;
        if (stream)
            body["stream"] = true;
        return body.ToJsonString(Plain);
    }

    private JsonArray? ToolList()
    {
        try
        {
            return string.IsNullOrWhiteSpace(Tools) ? null : JsonNode.Parse(Tools) as JsonArray;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
