using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Converts messages to those of chat: one can become several, since results of tools are messages of their own there.</summary>
internal static class ChatMessagesFromTurns
{
    /// <summary>
    /// A line that Claude Code writes at the head of its system text for Anthropic's accounting. Its hash changes with every request, so
    /// with it no provider would find the prompt in its cache.
    /// </summary>
    private const string Accounting = "x-anthropic-billing-header:";

    public static void Write(JsonField message, Utf8JsonWriter writer, FunctionNames names)
    {
        var role = message.Need("role");
        switch (role.Text())
        {
            case "user":
                UserMessages.Write(message, writer, names);
                break;
            case "assistant":
                AssistantMessage.Write(message, writer, names);
                break;
            case "system":
                // Claude Code sends these; the message keeps its place.
                WriteSystem(message.Need("content"), writer);
                break;
            default:
                throw role.Wrong("user, assistant or system");
        }
    }

    /// <summary>Writes one text, since many servers take no list here.</summary>
    /// <param name="content">A text or text blocks.</param>
    public static void WriteSystem(JsonField content, Utf8JsonWriter writer)
    {
        var text = string.Join(
            "\n\n",
            ContentBlocks
                .From(content)
                .Select(block =>
                    block.Type == "text" ? WithoutAccounting(block.Text) : throw block.Refused("A system message is made of text here.")
                )
                .Where(text => text.Length > 0)
        );
        if (text.Length == 0)
            return;
        writer.WriteStartObject();
        writer.WriteString("role", "system");
        writer.WriteString("content", text);
        writer.WriteEndObject();
    }

    private static string WithoutAccounting(string text)
    {
        if (!text.StartsWith(Accounting, StringComparison.Ordinal))
            return text;
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? "" : text[(end + 1)..];
    }
}
