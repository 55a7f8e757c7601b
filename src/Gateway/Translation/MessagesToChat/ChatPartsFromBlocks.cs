using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Converts blocks of content to the parts of a chat message.</summary>
internal static class ChatPartsFromBlocks
{
    public static Action<Utf8JsonWriter> Text(string text) =>
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", "text");
            writer.WriteString("text", text);
            writer.WriteEndObject();
        };

    /// <exception cref="UntranslatableException">The image is a file stored at Anthropic.</exception>
    public static Action<Utf8JsonWriter> Image(JsonField image)
    {
        var source = image.Need("source");
        var type = source.Need("type");
        var url = type.Text() switch
        {
            "base64" => DataUrl(source),
            "url" => source.NeedText("url"),
            _ => throw type.Refused($"{type.Path}: only Anthropic has this file. Send the image itself, as base64, or its url."),
        };
        return writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", "image_url");
            writer.WriteStartObject("image_url");
            writer.WriteString("url", url);
            writer.WriteEndObject();
            writer.WriteEndObject();
        };
    }

    /// <summary>A PDF, which OpenAI takes as a file; servers that do not take it refuse it themselves.</summary>
    /// <exception cref="UntranslatableException">It is given by url, or is a file stored at Anthropic.</exception>
    public static Action<Utf8JsonWriter> File(JsonField document)
    {
        var source = document.Need("source");
        var type = source.Need("type");
        if (type.Text() != "base64")
            throw type.Refused($"{type.Path}: a document goes to this model's provider as base64 or text. Send it so.");
        var (name, data) = (document.Text("title") ?? "document.pdf", DataUrl(source));
        return writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", "file");
            writer.WriteStartObject("file");
            writer.WriteString("filename", name);
            writer.WriteString("file_data", data);
            writer.WriteEndObject();
            writer.WriteEndObject();
        };
    }

    private static string DataUrl(JsonField source) => $"data:{source.NeedText("media_type")};base64,{source.NeedText("data")}";
}
