using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>The thoughts in a reasoning item: its summary, or the thoughts themselves where there is none.</summary>
internal static class ReasoningTexts
{
    /// <summary>Between two of them, in the one text that chat has for all.</summary>
    public const string Between = "\n\n";

    public static IEnumerable<string> Of(RawNode item)
    {
        var summary = item.Array("summary")?.Items().ToArray() ?? [];
        return (summary.Length > 0 ? summary : item.Array("content")?.Items() ?? []).Select(part => part.NeedText("text"));
    }
}
