using Platform.Dashboard.Display;

namespace Platform.Dashboard.Connect;

/// <summary>What a tool is to be given, to copy: the tools of the guides, and curl.</summary>
public static class ConnectTool
{
    private static readonly Tool Curl = new(
        "curl",
        "curl",
        "One request from a terminal.",
        "The header Authorization, after the word Bearer.",
        "The address of the request, before /chat/completions.",
        "model in the body.",
        "curl prints the error.",
        you => [new Snippet("In a terminal", SnippetLanguage.Shell, you.Curl)]
    );

    public static IReadOnlyList<Tool> All { get; } = [.. Tool.All, Curl];

    /// <summary>Null when there is none with this id.</summary>
    public static Tool? Find(string id) => All.FirstOrDefault(tool => tool.Id == id);

    /// <summary>What to copy, each all of one file or all that goes into one shell.</summary>
    public static IReadOnlyList<Copyable> Blocks(Tool tool, Quickstart you) =>
        [
            .. (tool.Setup?.Invoke(you) ?? []).Select(
                (block, index) =>
                    new Copyable($"setup-{index + 1}", block.Place, block.Text, Block: true)
                    {
                        Caption = block.Place,
                        Language = block.Language,
                    }
            ),
        ];
}
