using Xunit;

namespace Platform.Tests.Clients;

// A class for each client, so that they run beside each other and each is found by its name. "Long" is what slice.runsettings leaves out:
// an agent's other protocols.

public sealed class CodexStories(SharedPlatform shared) : ClientStories<Codex>(shared);

public sealed class CodexWebSocketStories(SharedPlatform shared) : ClientStories<CodexWebSocket>(shared)
{
    /// <summary>A turn with a tool is three creates on one connection, the first of them without an answer, and no request over HTTP.</summary>
    [ClientTheory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    public async Task All_turns_take_one_connection(Protocol upstream)
    {
        await using var trial = await Trial.BeginAsync(Platform, new CodexWebSocket());
        var file = Path.Combine(trial.Home.Work, "made.txt");
        var output = await trial.AskAsync(Models.Of(upstream), new CodexWebSocket().ToWrite(file, trial.Word));
        Assert.True(output.Succeeded, output.Text);
        Assert.Equal(trial.Word, await File.ReadAllTextAsync(file));
        Assert.Equal(
            "GET /v1/responses",
            Assert.Single(trial.Proxy.Requests, request => request.EndsWith("/responses", StringComparison.Ordinal))
        );
        Assert.Equal(2, (await Receipts.OfAsync(Platform, trial.Person, 2)).Count);
    }
}

public sealed class ClaudeCodeStories(SharedPlatform shared) : ClientStories<ClaudeCode>(shared);

public sealed class ClineChatStories(SharedPlatform shared) : ClientStories<ClineChat>(shared);

[Trait("Matrix", "Long")]
public sealed class ClineResponsesStories(SharedPlatform shared) : ClientStories<ClineResponses>(shared);

[Trait("Matrix", "Long")]
public sealed class ClineMessagesStories(SharedPlatform shared) : ClientStories<ClineMessages>(shared);

public sealed class ContinueStories(SharedPlatform shared) : ClientStories<Continue>(shared);

public sealed class OpenCodeChatStories(SharedPlatform shared) : ClientStories<OpenCodeChat>(shared);

[Trait("Matrix", "Long")]
public sealed class OpenCodeResponsesStories(SharedPlatform shared) : ClientStories<OpenCodeResponses>(shared);

[Trait("Matrix", "Long")]
public sealed class OpenCodeMessagesStories(SharedPlatform shared) : ClientStories<OpenCodeMessages>(shared);

public sealed class CopilotCliChatStories(SharedPlatform shared) : ClientStories<CopilotCliChat>(shared);

[Trait("Matrix", "Long")]
public sealed class CopilotCliResponsesStories(SharedPlatform shared) : ClientStories<CopilotCliResponses>(shared);

[Trait("Matrix", "Long")]
public sealed class CopilotCliMessagesStories(SharedPlatform shared) : ClientStories<CopilotCliMessages>(shared);

public sealed class BrowserFetchStories(SharedPlatform shared) : ClientStories<BrowserFetch>(shared);

public sealed class OpenAINodeChatStories(SharedPlatform shared) : ClientStories<OpenAINodeChat>(shared);

public sealed class OpenAINodeResponsesStories(SharedPlatform shared) : ClientStories<OpenAINodeResponses>(shared);

public sealed class AnthropicNodeStories(SharedPlatform shared) : ClientStories<AnthropicNode>(shared);

public sealed class AiSdkOpenAIResponsesStories(SharedPlatform shared) : ClientStories<AiSdkOpenAIResponses>(shared);

public sealed class AiSdkOpenAIChatStories(SharedPlatform shared) : ClientStories<AiSdkOpenAIChat>(shared);

public sealed class AiSdkOpenAICompatibleStories(SharedPlatform shared) : ClientStories<AiSdkOpenAICompatible>(shared);

public sealed class AiSdkAnthropicStories(SharedPlatform shared) : ClientStories<AiSdkAnthropic>(shared);

public sealed class OpenRouterAiSdkStories(SharedPlatform shared) : ClientStories<OpenRouterAiSdk>(shared);

public sealed class LangChainChatStories(SharedPlatform shared) : ClientStories<LangChainChat>(shared);

public sealed class LangChainResponsesStories(SharedPlatform shared) : ClientStories<LangChainResponses>(shared);

public sealed class OpenAIAgentsResponsesStories(SharedPlatform shared) : ClientStories<OpenAIAgentsResponses>(shared);

public sealed class OpenAIAgentsChatStories(SharedPlatform shared) : ClientStories<OpenAIAgentsChat>(shared);

public sealed class OpenAIDotNetChatStories(SharedPlatform shared) : ClientStories<OpenAIDotNetChat>(shared);

public sealed class OpenAIDotNetResponsesStories(SharedPlatform shared) : ClientStories<OpenAIDotNetResponses>(shared);

public sealed class ExtensionsAIChatStories(SharedPlatform shared) : ClientStories<ExtensionsAIChat>(shared);

public sealed class ExtensionsAIResponsesStories(SharedPlatform shared) : ClientStories<ExtensionsAIResponses>(shared);

public sealed class SemanticKernelStories(SharedPlatform shared) : ClientStories<SemanticKernel>(shared);

public sealed class AnthropicDotNetStories(SharedPlatform shared) : ClientStories<AnthropicDotNet>(shared);

public sealed class CursorStories(SharedPlatform shared) : ClientStories<Cursor>(shared);

public sealed class CursorResponsesStories(SharedPlatform shared) : ClientStories<CursorResponses>(shared);

public sealed class OpenWebUIStories(SharedPlatform shared) : ClientStories<OpenWebUI>(shared);
