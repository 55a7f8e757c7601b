using System.Text;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Converts documents that are text to text below their title.</summary>
internal static class DocumentText
{
    /// <summary>Null for one that is not text.</summary>
    public static string? AsText(JsonField document)
    {
        var source = document.Need("source");
        var text = source.NeedText("type") switch
        {
            "text" => source.NeedText("data"),
            "content" => Texts(source.Need("content")),
            _ => null,
        };
        return text is null ? null : Titled(text, document.Text("title"), document.Text("context"));
    }

    public static string FromSearchResult(JsonField result) =>
        Titled(Texts(result.Need("content")), result.Text("title"), result.Text("source"));

    private static string Texts(JsonField content) =>
        string.Join(
            "\n\n",
            ContentBlocks
                .From(content)
                .Select(block =>
                    block.Type == "text" ? block.Text : throw block.Refused("Send it as a block of its own, not within another.")
                )
        );

    private static string Titled(string text, params string?[] above)
    {
        var whole = new StringBuilder();
        foreach (var line in above)
            if (!string.IsNullOrEmpty(line))
                whole.Append(line).Append('\n');
        return whole.Append(whole.Length > 0 ? "\n" : "").Append(text).ToString();
    }
}
