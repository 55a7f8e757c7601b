using Platform.Gateway.Errors;

namespace Platform.Gateway.Sockets;

/// <summary>
/// The order in which the requests of a connection run: those of one lane one after the other, those of different lanes beside each other,
/// up to a number. The numbers are those that OpenAI documents, but for the requests that may wait.
/// </summary>
internal sealed class Lanes(Func<CreateEvent, Task> run, Action ended) : IDisposable
{
    public const int MaxRunning = 16,
        MaxNamed = 32,
        MaxWaiting = 100;

    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim places = new(MaxRunning);
    private int underWay;

    /// <summary>The name of the lane that has none.</summary>
    public const string Unnamed = "";

    /// <summary>Requests that run or wait.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>Adds a request to its lane. One that may not be added runs as an error, which costs nothing, in the unnamed lane.</summary>
    public void Add(CreateEvent create)
    {
        var lane = Find(create, out var refused);
        Interlocked.Increment(ref underWay);
        lane.Add(refused is null ? create : create with { Body = refused });
    }

    /// <summary>Returns when nothing runs any more.</summary>
    public Task EndAsync() => Task.WhenAll(lanes.Values.Select(lane => lane.Running));

    public void Dispose() => places.Dispose();

    private Lane Find(CreateEvent create, out ApiError? refused)
    {
        var name = create.StreamId ?? Unnamed;
        refused = UnderWay >= MaxRunning + MaxWaiting ? ApiErrors.TooManyWaitingCreates(MaxWaiting) : null;
        if (lanes.TryGetValue(name, out var lane))
            return lane;
        if (name != Unnamed && lanes.Keys.Count(key => key != Unnamed) >= MaxNamed)
        {
            refused = ApiErrors.WebSocketStreamLimit(MaxNamed);
            name = Unnamed;
        }

        if (!lanes.TryGetValue(name, out lane))
            lanes.Add(name, lane = new Lane(RunAsync));
        return lane;
    }

    private async Task RunAsync(CreateEvent create)
    {
        await places.WaitAsync();
        try
        {
            await run(create);
        }
        finally
        {
            places.Release();
            Interlocked.Decrement(ref underWay);
            ended();
        }
    }

    private sealed class Lane(Func<CreateEvent, Task> run)
    {
        private readonly Queue<CreateEvent> waiting = [];
        private bool isRunning;

        public Task Running { get; private set; } = Task.CompletedTask;

        public void Add(CreateEvent create)
        {
            lock (waiting)
            {
                waiting.Enqueue(create);
                if (isRunning)
                    return;
                isRunning = true;
                Running = Task.Run(RunAsync);
            }
        }

        private async Task RunAsync()
        {
            while (TryTake(out var create))
                await run(create!);
        }

        private bool TryTake(out CreateEvent? create)
        {
            lock (waiting)
                return isRunning = waiting.TryDequeue(out create);
        }
    }
}
