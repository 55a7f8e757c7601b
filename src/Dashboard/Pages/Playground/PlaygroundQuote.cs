using System.Text.Json;

namespace Platform.Dashboard.Pages.Playground;

/// <summary>What the gateway quotes for a request, or why it refuses it.</summary>
/// <param name="Error">Null where there is a quote.</param>
public sealed record PlaygroundQuote(decimal Hold, decimal Expected, decimal Highest, string? Shortage, string? LeftOut, string? Error)
{
    public static PlaygroundQuote Read(bool succeeded, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return succeeded ? Of(root) : new PlaygroundQuote(0, 0, 0, null, null, MessageOf(root));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new PlaygroundQuote(0, 0, 0, null, null, "The gateway's answer could not be read. Try again.");
        }
    }

    public static string MessageOf(JsonElement error) => error.GetProperty("error").GetProperty("message").GetString() ?? "It was refused.";

    private static PlaygroundQuote Of(JsonElement quote)
    {
        var left = quote
            .GetProperty("routes")
            .EnumerateArray()
            .Take(1)
            .SelectMany(route =>
                route.GetProperty("fields_not_carried").EnumerateArray().Concat(route.GetProperty("tools_not_offered").EnumerateArray())
            )
            .Select(name => name.GetString());
        var refusal = quote.GetProperty("refusal");
        return new PlaygroundQuote(
            quote.GetProperty("hold").GetDecimal(),
            quote.GetProperty("expected").GetProperty("cost").GetDecimal(),
            quote.GetProperty("highest").GetProperty("cost").GetDecimal(),
            refusal.ValueKind == JsonValueKind.Null ? null : refusal.GetProperty("message").GetString(),
            string.Join(", ", left) is { Length: > 0 } names ? names : null,
            null
        );
    }
}
