using System.Text.Json;

namespace Platform.Dashboard.Pages.Playground;

/// <summary>A whole answer of chat completions, as the page shows it.</summary>
/// <param name="Calls">The tools that the model wants called, each with its arguments.</param>
/// <param name="Error">Null where there is an answer.</param>
public sealed record PlaygroundAnswer(string? RequestId, string Text, IReadOnlyList<string> Calls, string? Error)
{
    public static PlaygroundAnswer Read(bool succeeded, string? requestId, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (!succeeded)
                return new PlaygroundAnswer(requestId, "", [], PlaygroundQuote.MessageOf(root));
            var message = root.GetProperty("choices")[0].GetProperty("message");
            return new PlaygroundAnswer(
                requestId,
                message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString()! : "",
                message.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array
                    ? [.. calls.EnumerateArray().Select(Describe)]
                    : [],
                null
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return new PlaygroundAnswer(requestId, "", [], "The answer could not be read. Its receipt says what happened.");
        }
    }

    private static string Describe(JsonElement call) =>
        call.TryGetProperty("function", out var function)
            ? $"{function.GetProperty("name").GetString()}({function.GetProperty("arguments").GetString()})"
            : call.GetRawText();
}
