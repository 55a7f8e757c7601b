using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>The three things a tool asks for, and a command that tries them.</summary>
/// <param name="ApiKey">A real key only right after it was made; else a placeholder.</param>
/// <param name="Model">Null when there is none to call.</param>
public sealed record Quickstart(string ApiKey, string BaseUrl, string? Model)
{
    public const string Placeholder = "YOUR_API_KEY";

    public string Curl => $$"""
        curl {{BaseUrl}}/chat/completions \
          -H "Authorization: Bearer {{ApiKey}}" \
          -H "Content-Type: application/json" \
          -d '{"model": "{{Model ?? "MODEL_NAME"}}", "messages": [{"role": "user", "content": "Hello!"}]}'
        """;

    /// <summary>A model that chats and that a key limited to <paramref name="allowed"/> may call; null when there is none.</summary>
    public static string? ModelOf(Catalogue catalogue, IReadOnlyList<string>? allowed = null)
    {
        var callable = catalogue.Models.Where(model => allowed?.Contains(model.Id) ?? true).ToArray();
        // A model that writes nothing back (an embedding model) does not chat.
        return (Array.Find(callable, model => model.MaxOutputTokens > 0) ?? callable.FirstOrDefault())?.Id;
    }
}
