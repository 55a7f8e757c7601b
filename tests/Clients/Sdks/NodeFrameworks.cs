namespace Platform.Tests.Clients;

public abstract class LangChain(string variant) : NodeSdk("langchain.mjs", variant)
{
    public override string Version => Pins.LangChainOpenAI;
}

public sealed class LangChainChat() : LangChain("chat")
{
    public override string Name => "@langchain/openai, chat";

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide => "`new ChatOpenAI({ model: MODEL, apiKey: KEY, configuration: { baseURL: BASE_URL } })`.";
}

public sealed class LangChainResponses() : LangChain("responses")
{
    public override string Name => "@langchain/openai, responses";

    public override Protocol Speaks => Protocol.Responses;

    public override string Guide => "As in chat, with `useResponsesApi: true`.";
}

public abstract class OpenAIAgents(string variant) : NodeSdk("openai-agents.mjs", variant)
{
    public override string Version => Pins.OpenAIAgents;
}

public sealed class OpenAIAgentsResponses() : OpenAIAgents("responses")
{
    public override string Name => "@openai/agents, responses";

    public override Protocol Speaks => Protocol.Responses;

    public override string Guide =>
        "`new Runner({ modelProvider: new OpenAIProvider({ baseURL: BASE_URL, apiKey: KEY }), tracingDisabled: true })`; "
        + "without `tracingDisabled` it sends its traces, with OPENAI_API_KEY where there is one, to OpenAI.";
}

public sealed class OpenAIAgentsChat() : OpenAIAgents("chat")
{
    public override string Name => "@openai/agents, chat";

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide => "As in responses, with `useResponses: false` for the `OpenAIProvider`.";
}
