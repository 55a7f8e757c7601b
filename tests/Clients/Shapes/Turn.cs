using System.Text.Json;

namespace Platform.Tests.Clients;

/// <summary>A step of a conversation that a recorded client sends along. The question is first.</summary>
internal abstract record Turn;

internal sealed record Question(string Text) : Turn;

internal sealed record ToolCall(string Id, string Name, string Arguments) : Turn;

internal sealed record ToolResult(string Id, string Text) : Turn;

/// <summary>What came of one request: text, tool calls, or an error in words.</summary>
internal sealed record ChatAnswer(string Text, IReadOnlyList<ToolCall> Calls, string? Error)
{
    /// <summary>Reads a chat completions stream as a careful client does: whatever has no end is an error.</summary>
    public static async Task<ChatAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            return Failed(await response.Content.ReadAsStringAsync(cancellationToken));
        var pieces = new ChatPieces();
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                    pieces.Add(line["data: ".Length..]);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or JsonException)
        {
            return Failed($"{pieces.Error} {e.Message}");
        }

        return pieces.Whole();
    }

    public static ChatAnswer Failed(string error) => new("", [], error);
}
