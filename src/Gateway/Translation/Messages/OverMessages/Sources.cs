using System.Text.Json;
using Platform.Gateway.Translation.Messages.Json;

namespace Platform.Gateway.Translation.Messages.OverMessages;

/// <summary>Images and documents, and where they come from.</summary>
internal static class Sources
{
    private const string Pdf = "application/pdf";

    public static Action<Utf8JsonWriter> Image(Node part)
    {
        var url = part.Need("image_url").Need("url");
        if (DataUrl.Parse(url.Text()) is not { } data)
            return Block("image", "url", ("url", url.Text()), part);
        if (data.MediaType is not ("image/jpeg" or "image/png" or "image/gif" or "image/webp"))
            throw url.Refused($"{url.Path}: images of the type {data.MediaType} are not known to this model's provider. Send jpeg, png, gif or webp as base64.");
        return Block("image", "base64", ("data", data.Base64), part, data.MediaType);
    }

    public static Action<Utf8JsonWriter> Document(Node part)
    {
        var file = part.Need("file");
        if (file["file_data"] is not { } given)
            throw file.Refused($"{file.Path}: only OpenAI has this file. Send the file itself, as file_data.");
        if (DataUrl.Parse(given.Text()) is not { MediaType: Pdf } data)
            throw given.Refused($"{given.Path}: files go to this model's provider as PDF (data:{Pdf};base64,...). Send others as text.");
        return Block("document", "base64", ("data", data.Base64), part, Pdf, file.Text("filename"));
    }

    private static Action<Utf8JsonWriter> Block(
        string type, string source, (string Name, string Value) from, Node part, string? mediaType = null, string? title = null) => writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteStartObject("source");
        writer.WriteString("type", source);
        if (mediaType is not null)
            writer.WriteString("media_type", mediaType);
        writer.WriteString(from.Name, from.Value);
        writer.WriteEndObject();
        if (title is not null)
            writer.WriteString("title", title);
        Blocks.WriteCache(part["cache_control"], writer);
        writer.WriteEndObject();
    };
}
