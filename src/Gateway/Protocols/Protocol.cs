using Platform.Gateway.Metering;

namespace Platform.Gateway.Protocols;

/// <summary>One way in which a model can be asked, by a client or by us.</summary>
/// <param name="Name">In the catalogue, as what an upstream speaks.</param>
/// <param name="Path">Behind a Base URL that ends in <c>/v1</c>.</param>
/// <param name="Request">What must be known of a request's body.</param>
/// <param name="Answers">How answers are read.</param>
public sealed record Protocol(string Name, string Path, RequestShape Request, AnswerFormat Answers)
{
    public static Protocol Chat { get; } = new("openai-chat", "/chat/completions", RequestShape.Chat, new ChatAnswers());

    public static Protocol Responses { get; } = new("openai-responses", "/responses", RequestShape.Responses, new ResponsesAnswers());

    public static Protocol Messages { get; } = new("anthropic-messages", "/messages", RequestShape.Messages, new MessagesAnswers());

    public static Protocol Embeddings { get; } = new("openai-embeddings", "/embeddings", RequestShape.Embeddings, new EmbeddingAnswers()) { Operation = "embeddings" };

    public static Protocol Completions { get; } = new("openai-completions", "/completions", RequestShape.Completions, new ChatAnswers()) { Operation = "text_completion" };

    /// <summary>Whoever speaks Messages counts its tokens too.</summary>
    public static Protocol CountTokens { get; } =
        new("anthropic-messages", "/messages/count_tokens", RequestShape.CountTokens, new TokenCountAnswers()) { Operation = "count_tokens" };

    public static IReadOnlyList<Protocol> All { get; } = [Chat, Responses, Messages, CountTokens, Embeddings, Completions];

    /// <summary>Whether the upstream is spoken to as Anthropic's is, with its own header for the key.</summary>
    public bool IsAnthropic => Name == Messages.Name;

    /// <summary>What is done by it, in the words of OpenTelemetry's GenAI conventions; for a count of tokens those have none, so it has ours.</summary>
    public string Operation { get; private init; } = "chat";

    /// <summary>Whose protocol it is, in those words too.</summary>
    public string Provider => IsAnthropic ? "anthropic" : "openai";

    public override string ToString() => Name;
}
