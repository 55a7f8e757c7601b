using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.ChatToResponses;
using Platform.Gateway.Translation.MessagesToChat;
using Platform.Gateway.Translation.ResponsesToChat;

namespace Platform.Gateway.Translation;

/// <summary>Chooses a translation. Between Messages and Responses two are chained, by way of chat.</summary>
internal static class Translations
{
    /// <summary>From the caller's protocol to the upstream's, answers in the other direction; null where they are the same.</summary>
    public static ITranslation? Between(Protocol caller, Protocol upstream, TranslationContext context)
    {
        if (caller == upstream)
            return null;
        if (caller == Protocol.Responses)
            return upstream == Protocol.Chat
                ? ResponsesToChat(context)
                : new ChainedTranslation(ResponsesToChat(context), new ChatToMessagesTranslation(context));
        if (caller == Protocol.Messages)
            return upstream == Protocol.Chat
                ? new MessagesToChatTranslation(context)
                : new ChainedTranslation(new MessagesToChatTranslation(context), new ChatToResponsesTranslation(context));
        return upstream == Protocol.Messages ? new ChatToMessagesTranslation(context) : new ChatToResponsesTranslation(context);
    }

    private static ResponsesToChatTranslation ResponsesToChat(TranslationContext context) =>
        new(context) { PreviousResponseId = context.PreviousResponse };
}
