using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Converts a citation of a web page to one of chat. Other annotations point into files, which a chat does not have.</summary>
internal static class ChatCitation
{
    public static byte[]? From(JsonField annotation) =>
        annotation.Text("type") != "url_citation"
            ? null
            : TranslatedJson.Write(json =>
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
