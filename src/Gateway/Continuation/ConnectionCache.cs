namespace Platform.Gateway.Continuation;

/// <summary>
/// What one connection can go on from: the last response of each of its lanes, with the conversation before it. It is in memory alone and
/// goes with the connection, so a response that was asked for with <c>"store": false</c> may be in it. What finds no room is not kept; the
/// client is then told that the response is not there, and sends the whole conversation.
/// </summary>
internal sealed class ConnectionCache(ConnectionMemory memory) : IDisposable
{
    /// <summary>The lanes, that whose response is the oldest first.</summary>
    private readonly LinkedList<Entry> entries = [];
    private int held;
    private bool isClosed;

    /// <summary>Null where no lane's last response has the id.</summary>
    public KeptResponse? Find(string id)
    {
        lock (entries)
            return entries.FirstOrDefault(entry => entry.Id == id)?.Kept;
    }

    /// <summary>Replaces the last response of the lane. Where the connection has no room for all, those of other lanes go.</summary>
    public void Keep(string lane, string id, KeptResponse kept)
    {
        lock (entries)
        {
            if (entries.FirstOrDefault(entry => entry.Lane == lane) is { } before)
                Drop(before);
            var entry = new Entry(lane, id, kept);
            if (isClosed || entry.Bytes > memory.PerConnection)
                return;
            while (held + entry.Bytes > memory.PerConnection)
                Drop(entries.First!.Value);
            if (!memory.TryTake(entry.Bytes))
                return;
            held += entry.Bytes;
            entries.AddLast(entry);
        }
    }

    public void Dispose()
    {
        lock (entries)
        {
            isClosed = true;
            while (entries.First is { } first)
                Drop(first.Value);
        }
    }

    private void Drop(Entry entry)
    {
        entries.Remove(entry);
        held -= entry.Bytes;
        memory.Return(entry.Bytes);
    }

    private sealed record Entry(string Lane, string Id, KeptResponse Kept)
    {
        public int Bytes { get; } = Kept.Input.Length + Kept.Response.Length;
    }
}
