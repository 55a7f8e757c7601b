namespace Platform.Gateway.Translation.ResponsesToChat;

internal enum ToolKind
{
    Function,

    /// <summary>Takes a text in a form of its own instead of JSON.</summary>
    Custom,

    /// <summary>The client searches for further tools itself; those it finds are offered from then on.</summary>
    Search,
}

/// <summary>The name of a tool in the Responses protocol.</summary>
/// <param name="Namespace">The group that it belongs to, or null.</param>
internal sealed record ToolName(ToolKind Kind, string? Namespace, string Name)
{
    public const string SearchTool = "tool_search";

    public static ToolName Search { get; } = new(ToolKind.Search, null, SearchTool);
}
