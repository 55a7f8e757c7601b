using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Converts the content of a chat message to that of an item.</summary>
internal static class ItemContentFromChat
{
    /// <param name="textType"><c>input_text</c>, or <c>output_text</c> for messages of the model.</param>
    public static void Write(Utf8JsonWriter json, string name, JsonField content, string textType)
    {
        if (content.IsText && textType == "input_text")
        {
            json.WriteField(name, content);
            return;
        }

        json.WriteStartArray(name);
        if (content.IsText)
            WriteText(json, textType, content);
        else
            foreach (var part in content.Items())
                WritePart(json, part, textType);
        json.WriteEndArray();
    }

    public static void WriteRefusal(Utf8JsonWriter json, JsonField refusal)
    {
        json.WriteStartObject();
        json.WriteString("type", "refusal");
        json.WriteField("refusal", refusal.IsText ? refusal : throw refusal.Wrong("a text"));
        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, JsonField part, string textType)
    {
        switch (part.NeedText("type"))
        {
            case "text":
                WriteText(json, textType, part.NeedTextField("text"));
                break;
            case "refusal":
                WriteRefusal(json, part.Need("refusal"));
                break;
            case "image_url":
                WriteImage(json, part.Object("image_url") ?? throw part.Need("image_url").Wrong("an object"));
                break;
            case "file":
                WriteFile(json, part.Object("file") ?? throw part.Need("file").Wrong("an object"));
                break;
            case var other:
                throw new UntranslatableException(
                    $"{part.Path}.type",
                    $"{part.Path} is of type '{other}', which this model's protocol has no words for."
                );
        }
    }

    private static void WriteText(Utf8JsonWriter json, string type, JsonField text)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteField("text", text);
        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, JsonField image)
    {
        json.WriteStartObject();
        json.WriteString("type", "input_image");
        json.WriteField("image_url", image.Need("url"));
        json.Carry(image, "detail");
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, JsonField file)
    {
        json.WriteStartObject();
        json.WriteString("type", "input_file");
        json.Carry(file, "filename");
        json.Carry(file, "file_data");
        json.Carry(file, "file_id");
        json.WriteEndObject();
    }
}
