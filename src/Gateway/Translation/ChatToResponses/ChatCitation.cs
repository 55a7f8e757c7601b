using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

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
                UrlCitation.WriteMembers(json, annotation);
                json.WriteEndObject();
                json.WriteEndObject();
            });
}
