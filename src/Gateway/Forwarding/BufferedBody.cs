using System.Runtime.InteropServices;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// A request body that is in memory already. The forwarder takes a body only from the request that it forwards, and its own content flushes
/// the headers before it: a second packet, and a tenth of what a gateway carries. So the body goes to the forwarder as it wants it, and on
/// the last step to the wire it is sent from memory, in one write with its headers.
/// </summary>
internal static class BufferedBody
{
    /// <summary>Makes it the body that the forwarder reads.</summary>
    public static void Set(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var bytes = MemoryMarshal.TryGetArray(body, out var array) ? array : body.ToArray();
        request.Body = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false, publiclyVisible: true);
    }

    /// <summary>Sends it in place of the forwarder's content, with the headers of that. Does nothing where no body was set.</summary>
    /// <param name="forwarded">The request that the forwarder has made from <paramref name="request"/>.</param>
    public static void SendWhole(HttpRequest request, HttpRequestMessage forwarded)
    {
        if (forwarded.Content is not { } content || request.Body is not MemoryStream body || !body.TryGetBuffer(out var bytes))
            return;
        forwarded.Content = new ReadOnlyMemoryContent(bytes);
        foreach (var (name, values) in content.Headers.NonValidated)
            forwarded.Content.Headers.TryAddWithoutValidation(name, values);
    }
}
