using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Telemetry.Messages;

/// <summary>Reads the messages of one protocol from its requests and answers.</summary>
internal interface IConversationReader
{
    /// <summary>Instructions outside of the messages; empty in most protocols.</summary>
    IReadOnlyList<Part> Instructions(JsonElement request);

    IReadOnlyList<Message> Input(JsonElement request);

    /// <summary>An answer that came whole: one message for each choice.</summary>
    IReadOnlyList<Message> Output(JsonElement answer);

    /// <summary>The same for a stream, as far as it arrived.</summary>
    /// <param name="events">The data of its events.</param>
    IReadOnlyList<Message> Output(IReadOnlyList<JsonElement> events);
}

internal static class ConversationReaders
{
    private static readonly ChatConversation Chat = new();
    private static readonly ResponsesConversation Responses = new();
    private static readonly MessagesConversation Messages = new();

    /// <summary>The reader of a protocol; null where there are no messages: embeddings.</summary>
    public static IConversationReader? For(Protocol protocol) =>
        protocol == Protocol.Embeddings ? null
        : protocol == Protocol.Responses ? Responses
        : protocol.IsAnthropic ? Messages
        : Chat;
}
