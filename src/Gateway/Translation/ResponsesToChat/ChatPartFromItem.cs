using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Writes a part of a message as a part of a chat message.</summary>
internal static class ChatPartFromItem
{
    public static void Write(Utf8JsonWriter json, RawNode part)
    {
        json.WriteStartObject();
        switch (part.NeedText("type"))
        {
            case "input_text" or "output_text" or "text":
                json.WriteString("type", "text");
                json.WriteRaw("text", NeedText(part));
                break;
            case "input_image":
                WriteImage(json, part);
                break;
            case "input_file":
                WriteFile(json, part);
                break;
            case "input_audio":
                json.WriteString("type", "input_audio");
                json.WriteRaw("input_audio", part.Need("input_audio"));
                break;
            case var other:
                throw new UntranslatableException($"{part.Path}.type", $"{part.Path} is of type '{other}', which this model's protocol has no words for.");
        }

        json.WriteEndObject();
    }

    public static bool IsText(RawNode part) => part.Text("type") is "input_text" or "output_text" or "text";

    /// <summary>The text of a part of text, as it was written.</summary>
    public static RawNode NeedText(RawNode part) => part.Need("text") is { IsText: true } text ? text : throw part.Need("text").Wrong("a text");

    private static void WriteImage(Utf8JsonWriter json, RawNode part)
    {
        Forbid(part, "file_id", "Send the image itself as a data URL in image_url.");
        json.WriteString("type", "image_url");
        json.WriteStartObject("image_url");
        json.WriteRaw("url", part.Need("image_url"));
        // Chat has no word for the original size; high is what comes nearest.
        if (part.Member("detail") is { } detail)
            json.WriteText("detail", detail.Is("original") ? "high" : detail.AsText(), detail);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, RawNode part)
    {
        Forbid(part, "file_url", "Send the file itself in file_data.");
        json.WriteString("type", "file");
        json.WriteStartObject("file");
        json.Carry(part, "filename");
        json.Carry(part, "file_data");
        json.Carry(part, "file_id");
        json.WriteEndObject();
    }

    private static void Forbid(RawNode part, string member, string instead)
    {
        if (part.Member(member) is { } given)
            throw new UntranslatableException(given.Path, $"{given.Path} cannot be told to this model. {instead}");
    }
}
