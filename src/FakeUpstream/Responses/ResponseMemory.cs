using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>A stored response that can be read again or continued.</summary>
/// <param name="ContextBytes">The bytes of its prompt and its answer, which it adds to the prompt of the next.</param>
internal sealed record RememberedResponse(byte[] Json, long ContextBytes);

/// <summary>The last <see cref="Capacity"/> stored responses.</summary>
internal sealed class ResponseMemory
{
    public const int Capacity = 1_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, RememberedResponse> byId = [];
    private readonly Queue<string> order = [];

    public void Remember(string id, RememberedResponse response)
    {
        lock (gate)
        {
            byId[id] = response;
            order.Enqueue(id);
            if (order.Count > Capacity)
                byId.Remove(order.Dequeue());
        }
    }

    public RememberedResponse? Find(string id)
    {
        lock (gate)
            return byId.GetValueOrDefault(id);
    }

    /// <exception cref="Refusal">There is no such response, or it was evicted.</exception>
    public RememberedResponse Require(string id) =>
        Find(id) ?? throw new Refusal(OpenAIError.NotFound($"Response with id '{id}' not found."));
}
