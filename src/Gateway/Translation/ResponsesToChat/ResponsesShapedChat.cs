using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// A body of the Responses shape (<c>input</c>, no <c>messages</c>) that came to <c>/v1/chat/completions</c>, as some versions of Cursor send
/// it. They read the answer as chat, so only the request is told anew.
/// </summary>
public static class ResponsesShapedChat
{
    /// <summary>The chat request that it means: the client's own name for the model, and its wishes about the stream, are kept.</summary>
    /// <exception cref="UntranslatableException">It asks for something that chat has no words for, or has the wrong shape.</exception>
    /// <param name="tracker">Learns what the chat request does not say.</param>
    public static byte[] ToChat(ReadOnlyMemory<byte> body, FieldTracker tracker)
    {
        // The chat may have to be told anew itself, once its upstream is known.
        tracker.Origins = new FieldOrigins();
        return RawJson.FromCaller(body, tracker, Write);
    }

    private static void Write(RawNode root, Utf8JsonWriter json) =>
        new ChatRequestFromResponses(new ToolNames(), "max_completion_tokens", limit: null).Write(json, root, head =>
        {
            head.Carry(root, "model");
            head.Carry(root, "stream");
            head.Carry(root, "stream_options");
        });
}
