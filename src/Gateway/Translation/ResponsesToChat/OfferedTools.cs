using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Sorts the tools of a request: those that a chat model can be offered, as functions, and the others. Not offered are tools that OpenAI's
/// servers run themselves (<c>web_search</c>, <c>image_generation</c>, <c>code_interpreter</c>, <c>file_search</c>, <c>mcp</c>,
/// <c>computer</c>, <c>tool_search</c> run by the server) or whose calls have items of their own (<c>local_shell</c>, <c>shell</c>,
/// <c>apply_patch</c>): a model does not call a tool that it does not see, and a client that merely offers them works.
/// </summary>
internal sealed class OfferedTools(ToolNames names)
{
    private readonly List<OfferedTool> offered = [];
    private readonly List<JsonField> fromRequest = [];
    private readonly List<string> notOffered = [];

    public IReadOnlyList<OfferedTool> All => offered;

    /// <summary>The offered tools of the request's own <c>tools</c>, as the client wrote them.</summary>
    public IReadOnlyList<JsonField> FromRequest => fromRequest;

    /// <summary>Types of the others, each once.</summary>
    public IReadOnlyList<string> NotOffered => notOffered;

    /// <param name="tools">A list of tools, from the request itself or from an item that brings more of them.</param>
    public void Read(JsonField tools, bool ofRequest)
    {
        foreach (var tool in tools.Items())
        {
            if (!Read(tool))
                Leave(tool);
            else if (ofRequest)
                fromRequest.Add(tool);
        }
    }

    /// <summary>A tool that is called by name; null for a type that is not offered.</summary>
    public static ToolName? NameOf(JsonField tool, string? group) =>
        tool.NeedText("type") switch
        {
            // Some clients that mix the two shapes put the function into an object of its own, as in chat.
            "function" => new ToolName(
                ToolKind.Function,
                group ?? tool.Text("namespace"),
                (tool.Object("function") ?? tool).NeedText("name")
            ),
            "custom" => new ToolName(ToolKind.Custom, group ?? tool.Text("namespace"), (tool.Object("custom") ?? tool).NeedText("name")),
            ToolName.SearchTool when tool.Text("execution") == "client" => ToolName.Search,
            _ => null,
        };

    /// <summary>All tools that are called by name, in namespaces and outside.</summary>
    public static IEnumerable<ToolName> Named(JsonField tools) =>
        tools
            .Items()
            .SelectMany(tool =>
                tool.NeedText("type") == "namespace"
                    ? tool.Need("tools").Items().Select(inner => NameOf(inner, tool.NeedText("name")))
                    : [NameOf(tool, null)]
            )
            .OfType<ToolName>();

    private bool Read(JsonField tool)
    {
        if (tool.NeedText("type") == "namespace")
            return ReadNamespace(tool);
        if (NameOf(tool, null) is not { } name)
            return false;
        Add(name, tool, null);
        return true;
    }

    private bool ReadNamespace(JsonField group)
    {
        var (name, note) = (group.NeedText("name"), group.Text("description"));
        foreach (var tool in group.Need("tools").Items())
        {
            var inner =
                NameOf(tool, name)
                ?? throw new UntranslatableException(
                    $"{tool.Path}.type",
                    $"{tool.Path}.type is '{tool.Text("type")}', but a namespace can only hold tools of type function and custom here."
                );
            Add(inner, tool, note);
            note = null;
        }

        return true;
    }

    /// <summary>A tool that is there already, for example because a search found it twice, is not offered twice.</summary>
    private void Add(ToolName name, JsonField tool, string? note)
    {
        if (names.Knows(name))
            tool.MarkCarried();
        else
            offered.Add(new OfferedTool(name, names.ToChat(name), tool, note is "" ? null : note));
    }

    private void Leave(JsonField tool)
    {
        var type = tool.NeedText("type");
        tool.MarkCarried();
        if (!notOffered.Contains(type))
            notOffered.Add(type);
    }
}
