using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.Messages;
using Platform.Gateway.Translation.Responses;

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
            return upstream == Protocol.Chat ? OverChat(context) : new Composed(OverChat(context), new ChatOverMessages(context));
        if (caller == Protocol.Messages)
            return upstream == Protocol.Chat ? new MessagesOverChat(context) : new Composed(new MessagesOverChat(context), new ChatOverResponses(context));
        return upstream == Protocol.Messages ? new ChatOverMessages(context) : new ChatOverResponses(context);
    }

    private static ResponsesOverChat OverChat(TranslationContext context) => new(context) { PreviousResponseId = context.PreviousResponse };
}
