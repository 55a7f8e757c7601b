using System.Diagnostics.CodeAnalysis;
using Platform.Contracts;

namespace Platform.Gateway.Fairness;

/// <summary>A place at a resource; disposing it makes room for another.</summary>
internal interface IPlace : IDisposable
{
    /// <summary>The tokens that were used; those that it counted as where nobody says.</summary>
    void Used(long tokens);
}

/// <summary>The result of asking for a place: the place, or when to ask again.</summary>
internal readonly record struct Entry(IPlace? Place, TimeSpan RetryAfter);

/// <summary>
/// Gives places at one resource of which this gateway has a share. While there is room a request goes on at once; else requests wait, and
/// accounts take turns: start-time fair queueing (Goyal, Vin and Cheng 1996). A request starts, in virtual time, when the one before it of its
/// account ends, and ends later by its cost; the earliest start is served first, of two the account that asks for less, and virtual time is
/// that of the request served last. So a burst of one account delays the first request of another by one place at most. The wait is bounded,
/// and so is who waits.
/// </summary>
internal sealed class FairQueue(FairnessOptions options, TimeProvider time)
{
    private static readonly TimeSpan LeastRetry = TimeSpan.FromSeconds(1),
        MostRetry = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly long start = time.GetTimestamp();
    private readonly ResourceLevel level = new();
    private readonly Dictionary<Guid, Line> lines = [];
    private RateLimits limits = RateLimits.None;
    private double virtualTime;
    private ITimer? wakeUp;

    /// <summary>Requests that wait.</summary>
    public int Waiting { get; private set; }

    private TimeSpan Now => time.GetElapsedTime(start);

    /// <param name="share">The part of the resource's limits that is this gateway's now.</param>
    /// <param name="tokens">What the request counts as.</param>
    /// <param name="clientGone">Ends the wait, without a place.</param>
    public async ValueTask<Entry> EnterAsync(RateLimits share, Guid account, long tokens, CancellationToken clientGone)
    {
        Waiter waiter;
        lock (gate)
        {
            limits = share;
            if (Waiting == 0 && level.Wait(limits, tokens, Now) == TimeSpan.Zero)
                return new Entry(Take(tokens), TimeSpan.Zero);
            if (options.MaxWait == TimeSpan.Zero || Waiting >= options.MaxWaiting || CountOf(account) >= options.MaxWaitingPerAccount)
                return new Entry(null, RetryAfter(tokens));
            waiter = Enqueue(account, tokens);
            Serve();
        }

        using var deadline = time.CreateTimer(static state => ((Waiter)state!).GiveUp(), waiter, options.MaxWait, Timeout.InfiniteTimeSpan);
        using var left = clientGone.UnsafeRegister(static state => ((Waiter)state!).GiveUp(), waiter);
        return await waiter.Answer;
    }

    private int CountOf(Guid account) => lines.TryGetValue(account, out var line) ? line.Waiters.Count : 0;

    private Waiter Enqueue(Guid account, long tokens)
    {
        if (!lines.TryGetValue(account, out var line))
            lines[account] = line = new Line();
        var starts = Math.Max(virtualTime, line.Ends);
        // Where tokens are not limited, each request is one place.
        line.Ends = starts + (limits.TokensPerMinute is null ? 1 : Math.Max(1, tokens));
        var waiter = new Waiter(this, account, tokens, starts);
        line.Waiters.AddLast(waiter);
        Waiting++;
        return waiter;
    }

    /// <summary>Serves those for whom there is room now, and wakes up when there is room for the next.</summary>
    private void Serve()
    {
        while (Waiting > 0)
        {
            var next = lines
                .Values.Where(static line => line.Waiters.Count > 0)
                .MinBy(static line => (line.Waiters.First!.Value.Starts, line.Ends))!;
            var waiter = next.Waiters.First!.Value;
            if (level.Wait(limits, waiter.Tokens, Now) is not { } wait)
                return;
            if (wait > TimeSpan.Zero)
            {
                WakeUpIn(wait);
                return;
            }

            virtualTime = waiter.Starts;
            Leave(waiter);
            waiter.Answered(new Entry(Take(waiter.Tokens), TimeSpan.Zero));
        }
    }

    private void Leave(Waiter waiter)
    {
        var line = lines[waiter.Account];
        line.Waiters.Remove(waiter);
        Waiting--;
        // Nobody's turn is remembered once nobody waits; an account without a turn ahead needs none.
        if (Waiting == 0)
            lines.Clear();
        else if (line.Waiters.Count == 0 && line.Ends <= virtualTime)
            lines.Remove(waiter.Account);
    }

    private void WakeUpIn(TimeSpan wait)
    {
        // A tick later, so that nothing is rounded down.
        var due = wait + TimeSpan.FromMilliseconds(1);
        if (wakeUp is null)
            wakeUp = time.CreateTimer(static state => ((FairQueue)state!).WakeUp(), this, due, Timeout.InfiniteTimeSpan);
        else
            wakeUp.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void WakeUp()
    {
        lock (gate)
            Serve();
    }

    private Place Take(long tokens)
    {
        var cost = Math.Min(tokens, limits.TokensPerMinute ?? tokens);
        level.Take(cost);
        return new Place(this, cost);
    }

    private void GiveUp(Waiter waiter)
    {
        lock (gate)
        {
            if (waiter.Answer.IsCompleted)
                return;
            Leave(waiter);
            waiter.Answered(new Entry(null, RetryAfter(waiter.Tokens)));
            Serve();
        }
    }

    private void End(long cost, long used)
    {
        lock (gate)
        {
            level.End(cost, used);
            Serve();
        }
    }

    /// <summary>By then those that wait now may have been served.</summary>
    private TimeSpan RetryAfter(long tokens)
    {
        var wait =
            (level.Wait(limits, tokens, Now) ?? LeastRetry)
            + TimeSpan.FromMinutes(Waiting / (double)(limits.RequestsPerMinute ?? int.MaxValue));
        return wait < LeastRetry ? LeastRetry
            : wait > MostRetry ? MostRetry
            : wait;
    }

    /// <summary>The requests of one account that wait, and when the last of them ends in virtual time.</summary>
    private sealed class Line
    {
        public LinkedList<Waiter> Waiters { get; } = new();

        public double Ends { get; set; }
    }

    private sealed class Waiter(FairQueue queue, Guid account, long tokens, double starts)
    {
        private readonly TaskCompletionSource<Entry> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Entry> Answer => answer.Task;

        public Guid Account => account;

        public long Tokens => tokens;

        public double Starts => starts;

        public void Answered(Entry entry) => answer.TrySetResult(entry);

        public void GiveUp() => queue.GiveUp(this);
    }

    private sealed class Place(FairQueue queue, long cost) : IPlace
    {
        private long? used;
        private bool ended;

        public void Used(long tokens) => used = tokens;

        [SuppressMessage("Usage", "CA1816", Justification = "There is no finalizer.")]
        public void Dispose()
        {
            if (!ended)
                queue.End(cost, used ?? cost);
            ended = true;
        }
    }
}
