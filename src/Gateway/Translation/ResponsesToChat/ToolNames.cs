using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Names of tools in Responses and in chat, where there is no namespace and a name has at most 64 letters, digits, <c>_</c> and <c>-</c>.
/// A tool has the same chat name in every turn, so that the names in earlier turns stay valid.
/// </summary>
internal sealed class ToolNames
{
    private readonly Dictionary<(string?, string), string> chatNames = [];
    private readonly Dictionary<string, ToolName> tools = [];

    public bool Knows(ToolName tool) => chatNames.ContainsKey((tool.Namespace, tool.Name));

    /// <summary>The name in chat: the tool's own name where chat allows it.</summary>
    public string ToChat(ToolName tool)
    {
        if (chatNames.TryGetValue((tool.Namespace, tool.Name), out var known))
            return known;
        var full = tool.Namespace is null ? tool.Name : $"{tool.Namespace}__{tool.Name}";
        var name = FunctionName.IsFit(full) && !tools.ContainsKey(full) ? full : FunctionName.Fit(full, $"{tool.Namespace}\0{tool.Name}");
        chatNames[(tool.Namespace, tool.Name)] = name;
        tools.TryAdd(name, tool);
        return name;
    }

    /// <summary>The tool with this name in chat. An unknown name counts as that of a function.</summary>
    public ToolName FromChat(string name) => tools.GetValueOrDefault(name) ?? new ToolName(ToolKind.Function, null, name);
}
