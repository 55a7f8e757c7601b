using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Converts a part of an item to a part of a chat message.</summary>
internal static class ChatPartFromItem
{
    public static void Write(Utf8JsonWriter json, JsonField part)
    {
        json.WriteStartObject();
        switch (part.NeedText("type"))
        {
            case "input_text" or "output_text" or "text":
                json.WriteString("type", "text");
                json.WriteField("text", NeedText(part));
                break;
            case "input_image":
                WriteImage(json, part);
                break;
            case "input_file":
                WriteFile(json, part);
                break;
            case "input_audio":
                json.WriteString("type", "input_audio");
                json.WriteField("input_audio", part.Need("input_audio"));
                break;
            case var other:
                throw new UntranslatableException(
                    $"{part.Path}.type",
                    $"{part.Path} is of type '{other}', which this model's protocol has no words for."
                );
        }

        json.WriteEndObject();
    }

    public static bool IsText(JsonField part) => part.Text("type") is "input_text" or "output_text" or "text";

    /// <summary>The text of a part of text, as it was written.</summary>
    public static JsonField NeedText(JsonField part) =>
        part.Need("text") is { IsText: true } text ? text : throw part.Need("text").Wrong("a text");

    private static void WriteImage(Utf8JsonWriter json, JsonField part)
    {
        Forbid(part, "file_id", "Send the image itself as a data URL in image_url.");
        json.WriteString("type", "image_url");
        json.WriteStartObject("image_url");
        json.WriteField("url", part.Need("image_url"));
        // Chat has no value for the original size; high is the nearest.
        if (part["detail"] is { } detail)
            json.WriteText("detail", detail.Is("original") ? "high" : detail.Text(), detail);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, JsonField part)
    {
        Forbid(part, "file_url", "Send the file itself in file_data.");
        json.WriteString("type", "file");
        json.WriteStartObject("file");
        json.Carry(part, "filename");
        json.Carry(part, "file_data");
        json.Carry(part, "file_id");
        json.WriteEndObject();
    }

    private static void Forbid(JsonField part, string member, string instead)
    {
        if (part[member] is { } given)
            throw new UntranslatableException(given.Path, $"{given.Path} cannot be sent to this model. {instead}");
    }
}
