namespace Platform.Tests.Clients;

/// <summary>The versions that are driven. The table cites them; another version is another row.</summary>
internal static class Pins
{
    public const string Node = "22.23.3";
    public const string Codex = "0.169.0";
    public const string ClaudeCode = "2.1.329";
    public const string Cline = "3.0.65";
    public const string Continue = "1.5.47";
    public const string OpenCode = "1.18.33";
    public const string CopilotCli = "1.0.102";
    public const string OpenAINode = "7.55.0";
    public const string AnthropicNode = "1.11.0";
    public const string Ai = "7.0.173";
    public const string AiSdkOpenAI = "4.0.118";
    public const string AiSdkOpenAICompatible = "3.0.92";
    public const string AiSdkAnthropic = "4.0.105";
    public const string OpenRouterAiSdk = "3.1.0";
    public const string LangChainOpenAI = "1.6.0";
    public const string OpenAIAgents = "0.20.0";

    /// <summary>What two of the frameworks want beside them.</summary>
    private const string LangChainCore = "1.4.0";
    private const string Zod = "4.6.7";

    /// <summary>What npm is asked for.</summary>
    public static IReadOnlyList<string> Packages { get; } =
    [
        $"@openai/codex@{Codex}",
        $"@anthropic-ai/claude-code@{ClaudeCode}",
        $"cline@{Cline}",
        $"@continuedev/cli@{Continue}",
        $"opencode-ai@{OpenCode}",
        $"@github/copilot@{CopilotCli}",
        $"openai@{OpenAINode}",
        $"@anthropic-ai/sdk@{AnthropicNode}",
        $"ai@{Ai}",
        $"@ai-sdk/openai@{AiSdkOpenAI}",
        $"@ai-sdk/openai-compatible@{AiSdkOpenAICompatible}",
        $"@ai-sdk/anthropic@{AiSdkAnthropic}",
        $"@openrouter/ai-sdk-provider@{OpenRouterAiSdk}",
        $"@langchain/openai@{LangChainOpenAI}",
        $"@langchain/core@{LangChainCore}",
        $"@openai/agents@{OpenAIAgents}",
        $"zod@{Zod}",
    ];

    /// <summary>Of a package that the test project references: the version that was built against.</summary>
    public static string OfAssembly(Type type) => type.Assembly.GetName().Version!.ToString(3);
}
