using Platform.Contracts;

namespace Platform.Gateway.Protocols;

/// <summary>
/// Chooses the protocol in which a route is asked: the caller's if the upstream speaks it, else the nearest that can be translated.
/// </summary>
internal static class Routing
{
    /// <summary>Null when the route cannot answer such requests at all.</summary>
    public static Protocol? For(Protocol caller, ModelRoute route)
    {
        if (route.Protocols.Contains(caller.Name))
            return caller;
        return Others(caller).FirstOrDefault(other => route.Protocols.Contains(other.Name));
    }

    /// <summary>The paths at which a model can be asked.</summary>
    public static IEnumerable<string> Endpoints(Model model) =>
        Protocol
            .All.Where(protocol => model.Routes.Any(route => For(protocol, route) is not null))
            .Select(protocol => "/v1" + protocol.Path);

    /// <summary>The nearest first. Embeddings, legacy completions and token counts cannot be translated.</summary>
    private static Protocol[] Others(Protocol caller) =>
        caller == Protocol.Chat ? [Protocol.Messages, Protocol.Responses]
        : caller == Protocol.Responses || caller == Protocol.Messages
            ? [Protocol.Chat, caller == Protocol.Messages ? Protocol.Responses : Protocol.Messages]
        : [];
}
