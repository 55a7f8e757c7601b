using Platform.Gateway.Protocols;

namespace Platform.Tests.Fuzz;

/// <summary>The bodies in <c>Corpus/{kind}/{protocol}-*</c>: what clients send and upstreams answer, and what once failed.</summary>
internal static class Corpus
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static byte[][] Requests(Protocol protocol) => Read("requests", protocol);

    public static byte[][] Answers(Protocol protocol) => Read("answers", protocol);

    public static byte[][] Streams(Protocol protocol) => Read("streams", protocol);

    private static byte[][] Read(string kind, Protocol protocol)
    {
        var name = protocol == Protocol.Chat ? "chat" : protocol.Path.Split('/')[^1];
        return [.. Directory.GetFiles(Path.Combine(Root, kind), name + "-*").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
