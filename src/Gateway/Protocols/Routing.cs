using Platform.Contracts;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.Messages;
using Platform.Gateway.Translation.Responses;

namespace Platform.Gateway.Protocols;

/// <summary>In which protocol a route is asked what its caller asks in another: its own if it speaks that, else the nearest that can be translated.</summary>
public static class Routing
{
    /// <summary>Null when the route cannot answer such requests at all.</summary>
    public static Protocol? For(Protocol caller, ModelRoute route)
    {
        if (route.Protocols.Contains(caller.Name))
            return caller;
        return Others(caller).FirstOrDefault(other => route.Protocols.Contains(other.Name));
    }

    /// <summary>How to tell one in the other; null when they are the same.</summary>
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

    /// <summary>Where a model can be asked.</summary>
    public static IEnumerable<string> Endpoints(Model model) => Protocol.All
        .Where(protocol => model.Routes.Any(route => For(protocol, route) is not null)).Select(protocol => "/v1" + protocol.Path);

    private static ResponsesOverChat OverChat(TranslationContext context) => new(context) { PreviousResponseId = context.PreviousResponse };

    /// <summary>The nearest first. Embeddings, legacy completions and counts of tokens have no equal elsewhere.</summary>
    private static Protocol[] Others(Protocol caller) =>
        caller == Protocol.Chat ? [Protocol.Messages, Protocol.Responses]
        : caller == Protocol.Responses || caller == Protocol.Messages ? [Protocol.Chat, caller == Protocol.Messages ? Protocol.Responses : Protocol.Messages]
        : [];
}
