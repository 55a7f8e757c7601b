using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;

namespace Platform.Gateway.Continuation;

/// <summary>
/// A feature of a request that came over a connection with lanes: the conversation that it goes on from, and that it leaves in the
/// connection's cache for the next.
/// </summary>
/// <param name="lane">The lane's name, empty for the one that has none.</param>
internal sealed class LaneConversation(ConnectionCache cache, string lane, BodyMemory bodies) : IDisposable
{
    private InferenceRequest? complete;
    private int taken;

    /// <summary>The request asks for no answer: its input is kept for the requests to come.</summary>
    public bool WarmsUp { get; init; }

    public KeptResponse? Find(string id) => cache.Find(id);

    /// <summary>Takes memory for the body that has the conversation before it; false where there is none.</summary>
    public bool TryTake(InferenceRequest request, KeptResponse before)
    {
        var bytes = request.Body.Length + before.Input.Length + before.Response.Length;
        if (!bodies.TryTake(bytes, bytes))
            return false;
        taken += bytes;
        return true;
    }

    /// <summary>The request runs.</summary>
    /// <param name="request">With the conversation before it.</param>
    public void Begin(InferenceRequest request) => complete = request;

    /// <summary>
    /// Keeps the response. Called before its last event is sent, so that a client can go on from it as soon as it has read that event.
    /// </summary>
    /// <param name="last">The data of the event that ends the response.</param>
    public void End(ReadOnlySpan<byte> last)
    {
        if (complete is { } request && Conversation.AfterEvent(request, last) is var (id, kept))
            cache.Keep(lane, id, kept);
    }

    public void Dispose()
    {
        bodies.Return(taken);
        taken = 0;
    }
}
