namespace Platform.Gateway.Errors;

/// <summary>The tool that sent a request, as far as its headers say. It decides the wording of advice and nothing else.</summary>
/// <param name="Name">The name that its vendor uses.</param>
/// <param name="TakesRoot">It adds <c>/v1/...</c> by itself, so its Base URL is the one without <c>/v1</c>.</param>
/// <param name="IsTerminal">A person reads the answer in a terminal.</param>
internal sealed record CallingTool(string Name, bool TakesRoot = false, bool IsTerminal = false)
{
    /// <summary>
    /// What each tool sends in <c>User-Agent</c>, <c>X-Title</c> or <c>HTTP-Referer</c>. Tools come before the SDKs that they use.
    /// </summary>
    private static readonly (string Mark, CallingTool Tool)[] Known =
    [
        ("claude-cli", new("Claude Code", TakesRoot: true)),
        ("codex", new("Codex CLI")),
        ("cline", new("Cline")),
        ("continue", new("Continue")),
        ("cursor", new("Cursor")),
        ("openwebui", new("Open WebUI")),
        ("open webui", new("Open WebUI")),
        ("open-webui", new("Open WebUI")),
        ("anthropic", new("an Anthropic SDK", TakesRoot: true)),
        ("openai", new("an OpenAI SDK")),
        ("ai-sdk", new("the AI SDK")),
        ("curl/", new("curl", IsTerminal: true)),
        ("wget/", new("Wget", IsTerminal: true)),
        ("httpie/", new("HTTPie", IsTerminal: true)),
        ("aiohttp", new("a Python program, as Open WebUI is one")),
        ("python", new("a Python program")),
        ("mozilla/", new("a browser")),
    ];

    private static readonly CallingTool Unknown = new("a tool we do not know");

    public static CallingTool From(IHeaderDictionary headers)
    {
        var names = string.Join(' ', [headers.UserAgent.ToString(), headers["x-title"].ToString(), headers["http-referer"].ToString()]);
        return Array.Find(Known, known => names.Contains(known.Mark, StringComparison.OrdinalIgnoreCase)).Tool ?? Unknown;
    }
}
