using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>A citation of a web page, whose members are the same in chat and in Responses, and all required.</summary>
internal static class UrlCitation
{
    public static void WriteMembers(Utf8JsonWriter json, JsonField citation)
    {
        foreach (var place in (string[])["start_index", "end_index"])
            json.WriteNumber(place, citation.Count(place) ?? 0);
        var url = citation.Text("url") ?? "";
        json.WriteString("url", url);
        json.WriteString("title", citation.Text("title") ?? url);
    }
}
