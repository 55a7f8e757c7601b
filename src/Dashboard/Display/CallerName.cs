namespace Platform.Dashboard.Display;

/// <summary>The name of the tool that sent a request, as far as its User-Agent says. Anybody can send any.</summary>
public static class CallerName
{
    /// <summary>Tools come before the SDKs that they use.</summary>
    private static readonly (string Mark, string Name)[] Known =
    [
        ("claude-cli", "Claude Code"),
        ("opencode", "opencode"),
        ("copilot", "Copilot CLI"),
        ("codex", "Codex CLI"),
        ("cline", "Cline"),
        ("continue", "Continue"),
        ("cursor", "Cursor"),
        ("openwebui", "Open WebUI"),
        ("open webui", "Open WebUI"),
        ("open-webui", "Open WebUI"),
        ("anthropic", "an Anthropic SDK"),
        ("openai", "an OpenAI SDK"),
        ("ai-sdk", "the AI SDK"),
        ("curl/", "curl"),
        ("wget/", "Wget"),
        ("httpie/", "HTTPie"),
        ("python", "a Python program"),
        ("mozilla/", "a browser"),
    ];

    /// <summary>Such as <c>Codex CLI</c>; the text itself where it is not known, and <c>an unnamed client</c> where there is none.</summary>
    public static string Of(string? userAgent) => userAgent is null ? "an unnamed client" : Find(userAgent).Name ?? userAgent;

    private static (string Mark, string Name) Find(string userAgent) =>
        Array.Find(Known, known => userAgent.Contains(known.Mark, StringComparison.OrdinalIgnoreCase));
}
