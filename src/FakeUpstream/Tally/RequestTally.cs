using Platform.FakeUpstream.Models;

namespace Platform.FakeUpstream.Tally;

/// <summary>The response of <c>GET /tally</c>. <paramref name="Models"/> has an item for each known model that was requested.</summary>
internal sealed record TallyView(Counts Totals, IReadOnlyDictionary<string, Counts> Models, int InFlight, long LastSequence);

/// <summary>The sums over all served requests, and the last <see cref="Remembered"/> requests.</summary>
internal sealed class RequestTally
{
    public const int Remembered = 10_000;

    private readonly Lock gate = new();
    private readonly Queue<ServedRequest> last = [];
    private readonly Dictionary<string, Counts> models = [];
    private Counts totals = Counts.None;
    private long sequence;
    private int inFlight;

    public void Begin() => Interlocked.Increment(ref inFlight);

    /// <summary>Adds a request that ended, and assigns its sequence.</summary>
    public void Add(ServedRequest request)
    {
        lock (gate)
        {
            var served = request with { Sequence = ++sequence };
            totals = totals.Plus(served);
            if (served.Model is { } model && ModelList.Find(model) is not null)
                models[model] = models.GetValueOrDefault(model, Counts.None).Plus(served);
            last.Enqueue(served);
            if (last.Count > Remembered)
                last.Dequeue();
        }

        Interlocked.Decrement(ref inFlight);
    }

    public TallyView Read()
    {
        lock (gate)
            return new TallyView(totals, new Dictionary<string, Counts>(models), Volatile.Read(ref inFlight), sequence);
    }

    /// <summary>The remembered requests that ended after <paramref name="since"/>, oldest first.</summary>
    public IReadOnlyList<ServedRequest> Since(long since)
    {
        lock (gate)
            return [.. last.Where(served => served.Sequence > since)];
    }

    public void Reset()
    {
        lock (gate)
        {
            totals = Counts.None;
            models.Clear();
            last.Clear();
        }
    }
}
