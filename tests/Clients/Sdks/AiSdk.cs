namespace Platform.Tests.Clients;

/// <summary>The AI SDK, which streams, runs the tool and asks again by itself; its providers differ in what they speak.</summary>
public abstract class AiSdk(string variant, string version) : NodeSdk("ai-sdk.mjs", variant)
{
    public override string Version => $"{version}, ai {Pins.Ai}";

    public override Protocol Speaks => Protocol.Chat;

    /// <summary>Of Anthropic's provider too.</summary>
    public override bool BaseUrlHasVersion => true;

    /// <summary>What a program has to know of an answer that breaks off.</summary>
    protected const string OnError =
        "Of an answer that breaks off `onError` of `streamText` gets our message; the answer itself throws that it could not be processed.";
}

public sealed class AiSdkOpenAIResponses() : AiSdk("openai responses", Pins.AiSdkOpenAI)
{
    public override string Name => "@ai-sdk/openai, responses";

    public override Protocol Speaks => Protocol.Responses;

    public override string Guide => "`createOpenAI({ baseURL: BASE_URL, apiKey: KEY })(MODEL)`; it speaks Responses unless told otherwise.";
}

public sealed class AiSdkOpenAIChat() : AiSdk("openai chat", Pins.AiSdkOpenAI)
{
    public override string Name => "@ai-sdk/openai, chat";

    public override string Guide => $"`createOpenAI({{ baseURL: BASE_URL, apiKey: KEY }}).chat(MODEL)`. {OnError}";
}

public sealed class AiSdkOpenAICompatible() : AiSdk("openai-compatible", Pins.AiSdkOpenAICompatible)
{
    public override string Name => "@ai-sdk/openai-compatible";

    public override string Guide =>
        "`createOpenAICompatible({ name: 'platform', baseURL: BASE_URL, apiKey: KEY, includeUsage: true })(MODEL)`; "
        + $"it asks for `usage` only with `includeUsage`. {OnError}";
}

public sealed class AiSdkAnthropic() : AiSdk("anthropic", Pins.AiSdkAnthropic)
{
    public override string Name => "@ai-sdk/anthropic";

    public override Protocol Speaks => Protocol.Messages;

    public override string Guide =>
        "`createAnthropic({ baseURL: BASE_URL, apiKey: KEY })(MODEL)`; the Base URL ends in `/v1`, unlike in Anthropic's own clients. "
        + "Of a model that it does not know it asks for at most 4,096 tokens, unless `maxOutputTokens` says more. "
        + OnError;
}

public sealed class OpenRouterAiSdk() : AiSdk("openrouter", Pins.OpenRouterAiSdk)
{
    public override string Name => "@openrouter/ai-sdk-provider";

    public override string Guide =>
        "`createOpenRouter({ baseURL: BASE_URL, apiKey: KEY }).chat(MODEL, { usage: { include: true } })`; "
        + "with `usage` the cost of the answer is in `providerMetadata.openrouter.usage.cost`.";
}
