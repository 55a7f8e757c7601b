using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// The hosted tools that a request offers and that have no price. Where the request is not translated they are taken out of its body: a
/// model does not call a tool that it does not see, and a client that merely offers them works.
/// </summary>
/// <param name="Tools">Types of the tools that are left out, each once.</param>
/// <param name="Fields">The members that are left out, by their paths.</param>
/// <param name="Forced">The tool without a price that <c>tool_choice</c> demands; null where it demands none.</param>
internal sealed record ToolsWithoutPrice(
    IReadOnlyList<Splice> Splices,
    IReadOnlyList<string> Tools,
    IReadOnlyList<string> Fields,
    string? Forced
)
{
    private const string Servers = "mcp_servers";

    private static readonly ToolsWithoutPrice None = new([], [], [], null);
    private static readonly string[] OfTools = ["tools", "tool_choice", "parallel_tool_calls"];

    /// <param name="priced">The tools that have a price on the route: they stay.</param>
    public static ToolsWithoutPrice In(InferenceRequest request, IReadOnlyList<ToolPrice>? priced)
    {
        if (request.PricedMembers.Count == 0 && request.HostedTools.Count == 0)
            return None;
        var hosted = priced is null ? request.HostedTools : [.. request.HostedTools.Where(tool => !PricedTools.Has(priced, tool.Type))];
        var body = request.Body.Span;
        var (fromList, left) = (new List<Splice>(), 1);
        if (hosted.Count > 0)
            fromList = JsonList.Without(body, request.ToolsAt!.Value, (_, index) => hosted.Any(tool => tool.Index == index), out left);
        var wish = ToolWish.Read(request, hosted, left, priced);
        string[] members = [.. left == 0 ? OfTools : [], .. HasServers(request) ? [Servers] : Array.Empty<string>()];
        List<Splice> splices = [];
        if (members.Length > 0)
            splices = JsonList.Without(body, (request.FirstMemberAt - 1)..body.Length, (name, _) => members.Contains(name), out _);
        if (left > 0)
            splices.AddRange([.. fromList, .. wish.Splices]);
        return new ToolsWithoutPrice(
            splices,
            [.. hosted.Select(tool => tool.Type).Distinct()],
            [.. hosted.Select(tool => $"tools[{tool.Index}]"), .. members.Where(name => name == Servers)],
            wish.Forced
        );
    }

    /// <summary>Servers that the provider connects to, whose tools it then runs.</summary>
    private static bool HasServers(InferenceRequest request) =>
        request.PricedAt(Servers) is { } at && request.Body.Span[at] is not ([(byte)'n', ..] or [(byte)'[', (byte)']']);
}
