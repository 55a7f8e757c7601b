using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.ChatToResponses;
using Platform.Gateway.Translation.MessagesToChat;
using Platform.Gateway.Translation.ResponsesToChat;

namespace Platform.Gateway.Translation;

/// <summary>The translations there are; those between Messages and Responses are chained by way of chat.</summary>
internal static class Translations
{
    /// <summary>From the caller's protocol to the upstream's, and back; null when they are the same.</summary>
    public static ITranslation? Between(Protocol caller, Protocol upstream, TranslationContext context)
    {
        if (caller == upstream)
            return null;
        if (caller == Protocol.Responses)
            return upstream == Protocol.Chat ? OverChat(context) : new ChainedTranslation(OverChat(context), new ChatToMessagesTranslation(context));
        if (caller == Protocol.Messages)
            return upstream == Protocol.Chat
                ? new MessagesToChatTranslation(context)
                : new ChainedTranslation(new MessagesToChatTranslation(context), new ChatToResponsesTranslation(context));
        return upstream == Protocol.Messages ? new ChatToMessagesTranslation(context) : new ChatToResponsesTranslation(context);
    }

    private static ResponsesToChatTranslation OverChat(TranslationContext context) => new(context) { PreviousResponseId = context.PreviousResponse };
}
