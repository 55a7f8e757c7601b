using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>Whether a member of a body asks for more than its tokens cost at the usual price.</summary>
internal static class PricedValue
{
    private const int MaxLength = 40;

    /// <summary>What it asks for, as an error names it; null where it asks for nothing that costs.</summary>
    public static string? Of(PricedMember member, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body[member.At], new JsonDocumentOptions { MaxDepth = 256 });
        var value = document.RootElement;
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.False)
            return null;
        return member.Name switch
        {
            "service_tier" => Unless(value, "auto", "default", "standard", "standard_only"),
            "speed" => Unless(value, "standard", "normal", "default"),
            "inference_geo" => Unless(value, "global", "not_available"),
            "modalities" => Other(value, "text"),
            "web_search_options" or "enable_search" => Text(value),
            "search_parameters" => IsOff(value) ? null : Text(value),
            "plugins" or "models" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0 ? null : Text(value),
            _ => null,
        };
    }

    private static string? Unless(JsonElement value, params ReadOnlySpan<string> free)
    {
        foreach (var each in free)
            if (Is(value, each))
                return null;
        return Text(value);
    }

    private static string? Other(JsonElement list, string free)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return Text(list);
        foreach (var item in list.EnumerateArray())
            if (!Is(item, free))
                return Text(item);
        return null;
    }

    private static bool IsOff(JsonElement search) =>
        search.ValueKind == JsonValueKind.Object && search.TryGetProperty("mode", out var mode) && Is(mode, "off");

    private static bool Is(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private static string Text(JsonElement value)
    {
        var raw = value.GetRawText().Trim('"');
        return raw.Length <= MaxLength ? raw : raw[..MaxLength] + "...";
    }
}
