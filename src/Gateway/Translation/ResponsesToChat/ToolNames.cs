using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Names of tools in Responses and in chat, where there is no namespace and a name has at most 64 letters, digits, <c>_</c> and <c>-</c>.
/// A tool has the same chat name in every turn, so that what it was called in earlier turns stays true.
/// </summary>
internal sealed class ToolNames
{
    private const int MaxLength = 64;
    private const int HashLength = 8;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly Dictionary<(string?, string), string> chatNames = [];
    private readonly Dictionary<string, ToolName> tools = [];

    public bool Knows(ToolName tool) => chatNames.ContainsKey((tool.Namespace, tool.Name));

    /// <summary>The name in chat: the tool's own where that is possible.</summary>
    public string ToChat(ToolName tool)
    {
        if (chatNames.TryGetValue((tool.Namespace, tool.Name), out var known))
            return known;
        var full = tool.Namespace is null ? tool.Name : $"{tool.Namespace}__{tool.Name}";
        var isFit = full.Length is > 0 and <= MaxLength && !full.AsSpan().ContainsAnyExcept(Allowed);
        var name = isFit && !tools.ContainsKey(full) ? full : Fit(full, tool);
        chatNames[(tool.Namespace, tool.Name)] = name;
        tools.TryAdd(name, tool);
        return name;
    }

    /// <summary>The tool that is called so in chat. A name that was never given away stands for itself.</summary>
    public ToolName FromChat(string name) => tools.GetValueOrDefault(name) ?? new ToolName(ToolKind.Function, null, name);

    /// <summary>Shortened, and told apart from its likes by a hash of what it was.</summary>
    private static string Fit(string full, ToolName tool)
    {
        var fit = string.Concat(full.Take(MaxLength - HashLength - 1).Select(each => Allowed.Contains(each) ? each : '_'));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{tool.Namespace}\0{tool.Name}"));
        return $"{fit}_{Convert.ToHexStringLower(hash)[..HashLength]}";
    }
}
