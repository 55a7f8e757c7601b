namespace Platform.Gateway.Translation.ResponsesToChat;

internal enum ToolKind
{
    Function,

    /// <summary>Takes a text in a form of its own instead of JSON.</summary>
    Custom,

    /// <summary>The client looks for further tools itself; what it finds comes back as tools.</summary>
    Search,
}

/// <summary>How the Responses protocol calls a tool.</summary>
/// <param name="Namespace">The group it stands in, or null.</param>
internal sealed record ToolName(ToolKind Kind, string? Namespace, string Name)
{
    public const string SearchTool = "tool_search";

    public static ToolName Search { get; } = new(ToolKind.Search, null, SearchTool);
}
