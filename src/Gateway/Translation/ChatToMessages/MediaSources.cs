using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>Converts images and documents with their sources.</summary>
internal static class MediaSources
{
    private const string Pdf = "application/pdf";

    public static Action<Utf8JsonWriter> Image(JsonField part)
    {
        var url = part.Need("image_url").Need("url");
        if (DataUrl.Parse(url.Text()) is not { } data)
            return Block("image", writer => WriteUrl(writer, url.Text()));
        if (data.MediaType is not ("image/jpeg" or "image/png" or "image/gif" or "image/webp"))
            throw url.Refused($"{url.Path}: this model's provider takes images as jpeg, png, gif or webp in base64. Send one of these.");
        return Block("image", writer => WriteData(writer, data));
    }

    public static Action<Utf8JsonWriter> Document(JsonField part)
    {
        var file = part.Need("file");
        if (file["file_data"] is not { } given)
            throw file.Refused($"{file.Path}: only OpenAI has this file. Send the file itself, as file_data.");
        if (DataUrl.Parse(given.Text()) is not { MediaType: Pdf } data)
            throw given.Refused($"{given.Path}: files go to this model's provider as PDF (data:{Pdf};base64,...). Send others as text.");
        return Block("document", writer => WriteData(writer, data), file.Text("filename"));
    }

    private static Action<Utf8JsonWriter> Block(string type, Action<Utf8JsonWriter> source, string? title = null) =>
        writer =>
        {
            writer.WriteString("type", type);
            writer.WriteStartObject("source");
            source(writer);
            writer.WriteEndObject();
            if (title is not null)
                writer.WriteString("title", title);
        };

    private static void WriteUrl(Utf8JsonWriter writer, string url)
    {
        writer.WriteString("type", "url");
        writer.WriteString("url", url);
    }

    private static void WriteData(Utf8JsonWriter writer, DataUrl data)
    {
        writer.WriteString("type", "base64");
        writer.WriteString("media_type", data.MediaType);
        writer.WriteString("data", data.Base64);
    }
}
