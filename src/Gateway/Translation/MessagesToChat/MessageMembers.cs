using System.Text.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Members of a message that clients of Anthropic's find in every one, and for which chat has no word.</summary>
internal static class MessageMembers
{
    /// <summary>The members of a message, or of its end, that are null unless Anthropic's own servers fill them.</summary>
    public static void WriteUnknown(Utf8JsonWriter writer)
    {
        writer.WriteNull("stop_sequence");
        writer.WriteNull("stop_details");
        writer.WriteNull("container");
    }

    /// <summary>The members of a block of text or thinking beyond its text.</summary>
    public static void WriteRestOf(Utf8JsonWriter writer, string kind)
    {
        if (kind == "thinking")
            // Only Anthropic signs.
            writer.WriteString("signature", "");
        else
            writer.WriteNull("citations");
    }

    /// <summary>Who called the tool: the model itself, and no program of its.</summary>
    public static void WriteCaller(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("caller");
        writer.WriteString("type", "direct");
        writer.WriteEndObject();
    }
}
