namespace Platform.Contracts;

/// <summary>The request that the dashboard, the AppHost's start and the README suggest as the first one.</summary>
public static class FirstRequest
{
    /// <summary>The request as a command for a shell.</summary>
    /// <param name="baseUrl">Ends in <c>/v1</c>.</param>
    public static string Curl(string baseUrl, string apiKey, string model) =>
        $$"""
            curl {{baseUrl}}/chat/completions \
              -H "Authorization: Bearer {{apiKey}}" \
              -H "Content-Type: application/json" \
              -d '{"model": "{{model}}", "messages": [{"role": "user", "content": "Hello!"}]}'
            """;
}
