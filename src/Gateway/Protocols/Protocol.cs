namespace Platform.Gateway.Protocols;

/// <summary>A protocol in which a model can be asked, by a client or by the gateway.</summary>
/// <param name="Name">Its name in the catalogue, where a route lists what its upstream speaks.</param>
/// <param name="Path">Behind a Base URL that ends in <c>/v1</c>.</param>
/// <param name="Operation">
/// In the terms of OpenTelemetry's GenAI conventions; they have none for a count of tokens, so that one is ours.
/// </param>
/// <param name="Request">What the gateway must know of a request's body.</param>
internal sealed record Protocol(string Name, string Path, string Operation, RequestShape Request)
{
    public static Protocol Chat { get; } = new("openai-chat", "/chat/completions", "chat", RequestShape.Chat) { Generates = true };

    public static Protocol Responses { get; } = new("openai-responses", "/responses", "chat", RequestShape.Responses) { Generates = true };

    public static Protocol Messages { get; } = new("anthropic-messages", "/messages", "chat", RequestShape.Messages) { Generates = true };

    public static Protocol Embeddings { get; } = new("openai-embeddings", "/embeddings", "embeddings", RequestShape.Embeddings);

    public static Protocol Completions { get; } =
        new("openai-completions", "/completions", "text_completion", RequestShape.Completions) { Generates = true };

    /// <summary>An upstream that speaks Messages counts its tokens too.</summary>
    public static Protocol CountTokens { get; } =
        new("anthropic-messages", "/messages/count_tokens", "count_tokens", RequestShape.CountTokens) { CountsTokens = true };

    public static IReadOnlyList<Protocol> All { get; } = [Chat, Responses, Messages, CountTokens, Embeddings, Completions];

    /// <summary>
    /// The model writes text, so the output can be limited and streamed. In other protocols the body's members for that are ignored.
    /// </summary>
    public bool Generates { get; private init; }

    /// <summary>The answer is the number of the prompt's tokens, and free. The gateway estimates it where no upstream can count.</summary>
    public bool CountsTokens { get; private init; }

    /// <summary>The upstream takes requests as Anthropic's does, with the key in its own header.</summary>
    public bool IsAnthropic => Name == Messages.Name;

    /// <summary>The vendor of the protocol, as the GenAI conventions name it.</summary>
    public string Provider => IsAnthropic ? "anthropic" : "openai";

    public override string ToString() => Name;
}
