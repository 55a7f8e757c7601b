namespace Platform.Gateway.Telemetry;

/// <summary>Names of attributes in OpenTelemetry's conventions: those of GenAI, and general ones.</summary>
internal static class GenAI
{
    public const string Operation = "gen_ai.operation.name",
        Provider = "gen_ai.provider.name",
        RequestModel = "gen_ai.request.model",
        RequestStream = "gen_ai.request.stream",
        RequestMaxTokens = "gen_ai.request.max_tokens",
        RequestChoices = "gen_ai.request.choice.count",
        ResponseId = "gen_ai.response.id",
        ResponseModel = "gen_ai.response.model",
        ResponseFinishReasons = "gen_ai.response.finish_reasons",
        ResponseTimeToFirstChunk = "gen_ai.response.time_to_first_chunk",
        InputTokens = "gen_ai.usage.input_tokens",
        OutputTokens = "gen_ai.usage.output_tokens",
        CacheReadTokens = "gen_ai.usage.cache_read.input_tokens",
        CacheCreationTokens = "gen_ai.usage.cache_creation.input_tokens",
        ReasoningTokens = "gen_ai.usage.reasoning.output_tokens",
        TokenType = "gen_ai.token.type",
        InputMessages = "gen_ai.input.messages",
        OutputMessages = "gen_ai.output.messages",
        SystemInstructions = "gen_ai.system_instructions",
        OpenAIApi = "openai.api.type",
        ErrorType = "error.type",
        ServerAddress = "server.address",
        ServerPort = "server.port";
}
