using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Gateway.Telemetry.Messages;

/// <summary>
/// Messages as the text of an attribute, in the JSON of the GenAI conventions. Bounded: a long text is cut, and of many messages the last
/// ones are kept, which the answer refers to.
/// </summary>
internal static class MessagesText
{
    private const int MaxCharacters = 64 * 1024,
        MaxOfOne = 16 * 1024;

    // For people to read in a viewer, which does its own escaping.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="leftOut">The number of messages that were left out.</param>
    public static string From(IReadOnlyList<Message> messages, out int leftOut)
    {
        var (first, characters) = (messages.Count, 0);
        while (first > 0 && (characters += messages[first - 1].Parts.Sum(Length)) <= MaxCharacters)
            first--;
        leftOut = first = Math.Min(first, Math.Max(0, messages.Count - 1));
        return Write(json =>
        {
            foreach (var message in messages.Skip(first))
                WriteMessage(json, message);
        });
    }

    public static string From(IEnumerable<Part> parts) =>
        Write(json =>
        {
            foreach (var part in parts)
                WritePart(json, part);
        });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            json.WriteStartArray();
            write(json);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void WriteMessage(Utf8JsonWriter json, Message message)
    {
        json.WriteStartObject();
        json.WriteString("role", message.Role);
        json.WriteStartArray("parts");
        foreach (var part in message.Parts)
            WritePart(json, part);
        json.WriteEndArray();
        if (message.FinishReason is { } reason)
            json.WriteString("finish_reason", reason);
        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("type", "text");
                json.WriteString("content", Cut(text.Content));
                break;
            case ReasoningPart reasoning:
                json.WriteString("type", "reasoning");
                json.WriteString("content", Cut(reasoning.Content));
                break;
            case ToolCallPart call:
                json.WriteString("type", "tool_call");
                WriteId(json, call.Id);
                json.WriteString("name", call.Name);
                WriteJson(json, "arguments", call.Arguments);
                break;
            case ToolResponsePart response:
                json.WriteString("type", "tool_call_response");
                WriteId(json, response.Id);
                WriteJson(json, "response", response.Response);
                break;
            case MediaPart { Uri: { } uri } media:
                json.WriteString("type", "uri");
                json.WriteString("modality", media.Modality);
                json.WriteString("uri", Cut(uri));
                break;
            case MediaPart media:
                json.WriteString("type", "blob");
                json.WriteString("modality", media.Modality);
                json.WriteString("content", "");
                break;
            case OtherPart other:
                json.WriteString("type", other.Type);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter json, string? id)
    {
        if (id is not null)
            json.WriteString("id", id);
    }

    /// <summary>As JSON where it is an object or a list, and short; else as a text.</summary>
    private static void WriteJson(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        if (value.Length <= MaxOfOne && value.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            try
            {
                using var document = JsonDocument.Parse(value);
                document.RootElement.WriteTo(json);
                return;
            }
            catch (JsonException)
            {
                // An answer that broke off in the middle of a call.
            }
        }

        json.WriteStringValue(Cut(value));
    }

    private static int Length(Part part) =>
        Math.Min(
            MaxOfOne,
            part switch
            {
                TextPart text => text.Content.Length,
                ReasoningPart reasoning => reasoning.Content.Length,
                ToolCallPart call => call.Arguments.Length,
                ToolResponsePart response => response.Response.Length,
                _ => 0,
            }
        );

    private static string Cut(string text) =>
        text.Length <= MaxOfOne ? text : text[..(char.IsHighSurrogate(text[MaxOfOne - 1]) ? MaxOfOne - 1 : MaxOfOne)] + "…";
}
