using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>A citation of a page as chat tells it. Other annotations point into files that a chat never has.</summary>
internal static class ChatCitation
{
    public static byte[]? Of(RawNode annotation) => annotation.Text("type") != "url_citation" ? null : RawJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", "url_citation");
        json.WriteStartObject("url_citation");
        foreach (var name in (string[])["start_index", "end_index", "url", "title"])
            json.Carry(annotation, name);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
