using System.Text.Json.Nodes;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Translation.Assembly;

/// <summary>
/// Puts the events of a stream together into the whole answer of the same protocol, for an upstream that streams although it was not asked
/// to.
/// </summary>
internal interface IAssembly
{
    /// <param name="data">The data of one event.</param>
    void Add(JsonObject data);

    /// <summary>The whole answer; null where the events were none of an answer.</summary>
    JsonObject? Whole();
}

internal static class Assemblies
{
    /// <summary>Null for protocols whose answers are never streamed.</summary>
    public static IAssembly? For(Protocol protocol) =>
        !protocol.Generates ? null
        : protocol == Protocol.Responses ? new ResponseAssembly()
        : protocol == Protocol.Messages ? new MessageAssembly()
        : new ChatAssembly();
}
