using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Which tools the model may or must call, in the form of chat.</summary>
/// <param name="Tools">
/// The tools that are offered. With <c>allowed_tools</c> the others are not offered, which every upstream understands; not all know that
/// choice.
/// </param>
/// <param name="Mode"><c>auto</c>, <c>none</c> or <c>required</c>; null where the client makes no choice or names a function.</param>
/// <param name="Function">The one it must call.</param>
internal sealed record ToolChoice(IReadOnlyList<OfferedTool> Tools, string? Mode = null, string? Function = null)
{
    /// <exception cref="UntranslatableException">It demands a tool that cannot be offered or does not exist.</exception>
    public static ToolChoice Read(JsonField body, OfferedTools offered)
    {
        var choice = body["tool_choice"] switch
        {
            null => new ToolChoice(offered.All),
            { IsText: true } mode => FromMode(mode, offered.All),
            { } wish => FromObject(wish, offered.All),
        };
        return choice is { Mode: "required", Tools.Count: 0 }
            ? throw new UntranslatableException(
                "tool_choice",
                "tool_choice demands a call, but no tool here can be offered to this model. Send tools of type function, or "
                    + "tool_choice \"auto\"."
            )
            : choice;
    }

    /// <summary>Without tools there is no choice, and upstreams refuse one.</summary>
    public void Write(Utf8JsonWriter json, JsonField body)
    {
        if (Tools.Count == 0)
            return;
        json.WriteStartArray("tools");
        foreach (var tool in Tools)
            ChatToolFromResponses.Write(json, tool);
        json.WriteEndArray();
        if (Mode is not null)
            json.WriteString("tool_choice", Mode);
        if (Function is not null)
            ChatFunction.WriteNamed(json, "tool_choice", Function);
        json.Carry(body, "parallel_tool_calls");
    }

    private static ToolChoice FromMode(JsonField mode, IReadOnlyList<OfferedTool> tools) =>
        mode.Text() is "auto" or "none" or "required"
            ? new ToolChoice(tools, mode.Text())
            : throw mode.Wrong("\"auto\", \"none\", \"required\" or an object that names a tool");

    private static ToolChoice FromObject(JsonField wish, IReadOnlyList<OfferedTool> tools)
    {
        if (wish.NeedText("type") != "allowed_tools")
            return new ToolChoice(tools, Function: Find(wish, tools)[0].ChatName);
        var allowed = wish.Object("allowed_tools") ?? wish;
        var mode = FromMode(allowed.Need("mode"), tools).Mode;
        var named = allowed.Need("tools").Items().Where(each => !IsHosted(each)).SelectMany(each => Find(each, tools)).ToHashSet();
        foreach (var other in tools.Where(tool => !named.Contains(tool)))
            other.Definition.MarkCarried();
        return new ToolChoice([.. tools.Where(named.Contains)], mode);
    }

    private static bool IsHosted(JsonField tool) => tool.Text("type") is not ("function" or "custom" or "namespace" or ToolName.SearchTool);

    private static List<OfferedTool> Find(JsonField wish, IReadOnlyList<OfferedTool> tools)
    {
        Func<OfferedTool, bool> isMeant;
        if (wish.NeedText("type") == "namespace")
        {
            var group = wish.NeedText("name");
            isMeant = tool => tool.Tool.Namespace == group;
        }
        else
        {
            var name = wish.NeedText("type") == ToolName.SearchTool ? ToolName.Search : OfferedTools.NameOf(wish, null);
            isMeant = tool => tool.Tool.Name == name?.Name && (name.Namespace is null || tool.Tool.Namespace == name.Namespace);
        }

        var found = tools.Where(isMeant).ToList();
        return found.Count > 0
            ? found
            : throw new UntranslatableException(
                wish.Path,
                $"{wish.Path} names a tool of type {wish.Text("type")} that this model cannot be offered, or that is not in tools. Use tool_choice \"auto\"."
            );
    }
}
