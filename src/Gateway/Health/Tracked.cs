using System.Diagnostics.CodeAnalysis;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>
/// Something whose health is known to all gateways: the circuit of an upstream, a credential, or a credential with a model. Reading it takes
/// no lock.
/// </summary>
/// <remarks>It is of one address or one secret: another has a health of its own, whatever the name that both have.</remarks>
internal abstract class Tracked(TrackedName name)
{
    private volatile HealthRecord record = HealthRecord.Initial;
    private volatile ProbeBudget? probes;
    private volatile WeakReference<Upstream>? upstream;
    private volatile bool isWanted;

    public TrackedName Name => name;

    /// <summary>The name among all that is tracked, in all gateways.</summary>
    public string Key { get; } = name.ToString();

    /// <summary>The upstream as this gateway called it; null while it has not, and when it is called no more.</summary>
    public Upstream? Upstream
    {
        get => upstream?.TryGetTarget(out var called) == true ? called : null;
        set => upstream = value is null ? null : new WeakReference<Upstream>(value);
    }

    public HealthRecord Record => record;

    /// <summary>Set while it is half-open in this gateway.</summary>
    public ProbeBudget? Probes => probes;

    /// <summary>A request of this gateway would have gone there since it went down, or since it was tried last.</summary>
    public bool IsWanted => isWanted;

    public void Want()
    {
        if (!isWanted)
            isWanted = true;
    }

    public abstract Availability Look(TimeProvider time);

    /// <summary>Takes one of the few requests of something half-open. What may be called anyway takes any.</summary>
    /// <param name="budget">Where a place was taken; null where none is needed.</param>
    public bool Takes(DateTimeOffset now, out ProbeBudget? budget)
    {
        budget = null;
        if (record.State is HealthState.Up or HealthState.CoolingDown)
            return true;
        budget = probes;
        return budget?.TryTake(now) ?? false;
    }

    protected bool IsHalfOpen(DateTimeOffset now) => probes is { } begun && !begun.IsOver(now);

    /// <summary>Whether the budget tries what is known now. Only within the gate.</summary>
    protected bool Tries([NotNullWhen(true)] ProbeBudget? budget) => ReferenceEquals(budget?.Tried, record);

    protected Lock Gate { get; } = new();

    /// <summary>Lets a few requests try it, where it still waits for that.</summary>
    /// <param name="reservedUntil">Until then only those of the operator's own.</param>
    /// <returns>The budget; null where it is not due.</returns>
    public ProbeBudget? BeginProbes(int requests, DateTimeOffset until, DateTimeOffset now, DateTimeOffset reservedUntil = default)
    {
        lock (Gate)
        {
            if (!record.IsDue(now))
                return null;
            (probes, isWanted) = (new ProbeBudget(record, requests, until) { ReservedUntil = reservedUntil }, false);
            return probes;
        }
    }

    /// <summary>The time of the few requests is over, and nothing was decided.</summary>
    public void EndProbes(ProbeBudget ended)
    {
        lock (Gate)
        {
            if (ReferenceEquals(probes, ended))
                probes = null;
        }
    }

    /// <summary>Takes over what another gateway knows, where it is newer.</summary>
    /// <returns>The record that it replaced; null when it replaced none.</returns>
    public HealthRecord? Adopt(HealthRecord theirs)
    {
        lock (Gate)
        {
            var mine = record;
            if (!theirs.Beats(mine))
                return null;
            Put(theirs);
            return mine;
        }
    }

    /// <summary>Makes it up again, whatever it was.</summary>
    /// <returns>The record that was replaced; null when it was up.</returns>
    public HealthRecord? Restore(DateTimeOffset now)
    {
        lock (Gate)
        {
            var before = record;
            if (before.IsUp)
                return null;
            Put(
                before with
                {
                    State = HealthState.Up,
                    Epoch = before.Epoch + 1,
                    Version = before.Version + 1,
                    Since = now,
                    Until = null,
                    Times = 0,
                    StatusCode = null,
                }
            );
            return before;
        }
    }

    /// <summary>Only within the gate.</summary>
    protected HealthRecord Replace(
        HealthState state,
        DateTimeOffset since,
        DateTimeOffset? until = null,
        int times = 0,
        int? statusCode = null
    )
    {
        var before = record;
        var next = new HealthRecord(state, before.Epoch, before.Version + 1, since, until, times, statusCode);
        Put(next);
        return next;
    }

    /// <summary>What was counted for the record before counts no more. Only within the gate.</summary>
    protected abstract void OnReplaced();

    private void Put(HealthRecord next)
    {
        // In this order nobody sees a new record with the requests of the one before.
        probes = null;
        isWanted = false;
        record = next;
        OnReplaced();
    }
}
