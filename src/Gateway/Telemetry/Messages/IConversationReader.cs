using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Telemetry.Messages;

/// <summary>How the messages of one protocol are read out of its requests and answers.</summary>
internal interface IConversationReader
{
    /// <summary>What is said to the model apart from the messages; most protocols have no such thing.</summary>
    IReadOnlyList<Part> Instructions(JsonElement request);

    IReadOnlyList<Message> Input(JsonElement request);

    /// <summary>An answer that came whole: one message for each choice.</summary>
    IReadOnlyList<Message> Output(JsonElement answer);

    /// <summary>The same of a stream, as far as it came.</summary>
    /// <param name="events">The data of its events.</param>
    IReadOnlyList<Message> Output(IReadOnlyList<JsonElement> events);
}

internal static class ConversationReaders
{
    private static readonly ChatConversation Chat = new();
    private static readonly ResponsesConversation Responses = new();
    private static readonly MessagesConversation Messages = new();

    /// <summary>Null where there are no messages: embeddings.</summary>
    public static IConversationReader? For(Protocol protocol) =>
        protocol == Protocol.Embeddings ? null
        : protocol == Protocol.Responses ? Responses
        : protocol.IsAnthropic ? Messages
        : Chat;
}
