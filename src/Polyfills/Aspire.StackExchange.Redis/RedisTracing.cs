using System.Collections.Concurrent;
using System.Diagnostics;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// Turns commands into spans of the source <c>StackExchange.Redis</c>, below the span that was current when they were sent: the name
/// of the command and where it went, never its arguments. The client gathers a span's commands; once the span has ended, a timer
/// makes them known. While nobody listens a command costs one look at the source.
/// </summary>
internal sealed class RedisTracing(ConnectionMultiplexer connection) : IProfiler
{
    private static readonly ActivitySource Source = new("StackExchange.Redis");
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>A span that lasts is told of from time to time, so that it does not gather without end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>This version of the client takes the ticks of the stopwatch for those of a TimeSpan.</summary>
    private static readonly double ClientTick = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    private readonly ConcurrentDictionary<Activity, long> parents = new();
    private Timer? timer;

    /// <summary>Called by the client for each command: whom to gather it for; null is not at all.</summary>
    public object? GetContext()
    {
        if (!Source.HasListeners() || Activity.Current is not { IsAllDataRequested: true } parent)
            return null;
        if (!parents.ContainsKey(parent))
            Begin(parent);
        return parent;
    }

    /// <summary>The client refuses to begin twice or to end what has not begun, so these two take turns.</summary>
    private void Begin(Activity parent)
    {
        lock (parents)
        {
            if (!parents.TryAdd(parent, Stopwatch.GetTimestamp()))
                return;
            connection.BeginProfiling(parent);
            using var _ = ExecutionContext.SuppressFlow();
            timer ??= new Timer(_ => Flush(), null, Interval, Interval);
        }
    }

    private ProfiledCommandEnumerable End(Activity parent)
    {
        lock (parents)
        {
            parents.TryRemove(parent, out _);
            return connection.FinishProfiling(parent);
        }
    }

    private void Flush()
    {
        foreach (var (parent, since) in parents)
        {
            if (parent.IsStopped || Stopwatch.GetElapsedTime(since) > Longest)
                Tell(parent);
        }
    }

    private void Tell(Activity parent)
    {
        foreach (var command in End(parent))
        {
            using var span = Source.StartActivity(
                command.Command, ActivityKind.Client, parent.Context, startTime: new DateTimeOffset(command.CommandCreated, TimeSpan.Zero));
            span?.SetTag("db.system.name", "redis");
            span?.SetTag("db.operation.name", command.Command);
            span?.SetTag("db.namespace", command.Db);
            span?.SetTag("server.address", command.EndPoint.ToString());
            span?.SetEndTime(command.CommandCreated + command.ElapsedTime * ClientTick);
        }
    }
}
