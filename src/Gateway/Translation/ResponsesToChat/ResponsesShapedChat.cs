using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// A body of the Responses shape (<c>input</c>, no <c>messages</c>) that came to <c>/v1/chat/completions</c>, as some versions of Cursor
/// send it. They read the answer as chat, so only the request is converted.
/// </summary>
internal static class ResponsesShapedChat
{
    /// <summary>Converts it to a chat request that keeps the client's name for the model and its settings of the stream.</summary>
    /// <exception cref="UntranslatableException">It asks for something that chat cannot express, or has the wrong shape.</exception>
    /// <param name="tracker">Records what the chat request does not carry.</param>
    public static byte[] ToChat(ReadOnlyMemory<byte> body, FieldTracker tracker)
    {
        // A further translation may follow, once the upstream is known.
        tracker.Origins = new FieldOrigins();
        return TranslatedJson.FromRequest(body, tracker, Write);
    }

    private static void Write(JsonField root, Utf8JsonWriter json) =>
        new ChatRequestFromResponses(new ToolNames(), "max_completion_tokens", limit: null).Write(
            json,
            root,
            head =>
            {
                head.Carry(root, "model");
                head.Carry(root, "stream");
                head.Carry(root, "stream_options");
            }
        );
}
