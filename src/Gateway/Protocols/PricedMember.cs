namespace Platform.Gateway.Protocols;

/// <summary>A member of a body that can cost more than its tokens, or that chooses among tools that do.</summary>
/// <param name="At">The value in the body.</param>
internal readonly record struct PricedMember(string Name, Range At)
{
    /// <summary>
    /// In the dialects of all vendors: an upstream may be any of them, and a member that means nothing to it is not sent by anybody.
    /// </summary>
    public static string[] Names { get; } =
    [
        "service_tier",
        "speed",
        "inference_geo",
        "modalities",
        "web_search_options",
        "search_parameters",
        "enable_search",
        "plugins",
        "models",
        "mcp_servers",
        "tool_choice",
        "parallel_tool_calls",
        "max_tool_calls",
    ];
}
