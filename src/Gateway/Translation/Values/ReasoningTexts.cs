using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>The texts of a reasoning item: its summary, or its content where there is no summary.</summary>
internal static class ReasoningTexts
{
    /// <summary>Separates the texts in the one field that chat has for all.</summary>
    public const string Separator = "\n\n";

    public static IEnumerable<string> From(JsonField item)
    {
        var summary = item.Array("summary")?.Items().ToArray() ?? [];
        return (summary.Length > 0 ? summary : item.Array("content")?.Items() ?? []).Select(part => part.NeedText("text"));
    }
}
