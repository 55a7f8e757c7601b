namespace Platform.FakeUpstream.Scripts;

/// <summary>Remembers which keys it has seen; beyond <paramref name="capacity"/> it forgets the oldest.</summary>
internal sealed class OnceMemory(int capacity)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> seen = [];
    private readonly Queue<string> order = [];

    public bool IsFirst(string key)
    {
        lock (gate)
        {
            if (!seen.Add(key))
                return false;
            order.Enqueue(key);
            if (order.Count > capacity)
                seen.Remove(order.Dequeue());
            return true;
        }
    }

    public void Forget()
    {
        lock (gate)
        {
            seen.Clear();
            order.Clear();
        }
    }
}
