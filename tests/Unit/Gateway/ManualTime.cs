namespace Platform.Tests.Unit.Gateway;

/// <summary>
/// Time that passes when it is told to. A timer runs once, within <see cref="Pass"/>, when its moment has come, and so does what waits for it
/// in no context of its own.
/// </summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<Alarm> alarms = [];
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public void Pass(double seconds)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        var end = now + TimeSpan.FromSeconds(seconds);
        while (Next(end) is { } alarm)
        {
            now = alarm.Due > now ? alarm.Due : now;
            alarm.Ring();
        }

        now = end;
        SynchronizationContext.SetSynchronizationContext(context);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    private Alarm? Next(TimeSpan end)
    {
        lock (alarms)
        {
            var next = alarms.MinBy(alarm => alarm.Due);
            if (next is null || next.Due > end)
                return null;
            alarms.Remove(next);
            return next;
        }
    }

    private sealed class Alarm(ManualTime time, Action ring) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public Action Ring => ring;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            Due = time.now + dueTime;
            lock (time.alarms)
                time.alarms.Add(this);
            return true;
        }

        public void Dispose()
        {
            lock (time.alarms)
                time.alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
