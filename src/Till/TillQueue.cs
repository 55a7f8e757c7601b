using StackExchange.Redis;

namespace Platform.Till;

/// <summary>
/// Sends admissions and settlements to Redis. A call costs about as much as the steps in it, so the steps that arrive while one is under
/// way are sent together in the next. No step waits for others: one that arrives while no call is under way is sent at once.
/// </summary>
public sealed class TillQueue(IConnectionMultiplexer redis)
{
    private static readonly TillScript Script = new("days.lua", "limits.lua", "steps.lua", "admit.lua", "settle.lua", "batch.lua");

    private readonly Lane[] lanes = [.. Enumerable.Range(0, TillKeys.Shards).Select(_ => new Lane(redis))];
    private bool together;

    /// <exception cref="RedisException">
    /// Redis is not reachable, or refused; a <see cref="RedisServerException"/> where this step alone failed.
    /// </exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still carry the step out.</exception>
    internal Task<TAnswer> AskAsync<TAnswer>(TillStep<TAnswer> step) =>
        TillTelemetry.Source.HasListeners() ? TillTelemetry.TraceAsync(step, this) : SendAsync(step);

    internal Task<TAnswer> SendAsync<TAnswer>(TillStep<TAnswer> step)
    {
        lanes[IsOneServer() ? 0 : TillKeys.ShardOf(step.AccountId)].Send(step);
        return step.Answer;
    }

    /// <summary>
    /// A single server takes steps of all shards in one call; a cluster keeps shards apart. Until the kind is known, shards stay apart.
    /// </summary>
    private bool IsOneServer() =>
        together || (redis.IsConnected && (together = redis.GetServers().All(server => server.ServerType == ServerType.Standalone)));

    private sealed class Lane(IConnectionMultiplexer redis)
    {
        /// <summary>Redis serves nobody else during a call: with so many steps that is a few milliseconds.</summary>
        private const int MaxSteps = 100;

        private readonly Lock gate = new();
        private readonly Queue<TillStep> gathered = new();
        private bool underWay;

        public void Send(TillStep step)
        {
            lock (gate)
            {
                gathered.Enqueue(step);
                if (underWay)
                    return;
                underWay = true;
            }

            // A call carries steps of several requests, so it runs in the context of none.
            using (ExecutionContext.SuppressFlow())
                _ = RunAsync();
        }

        private async Task RunAsync()
        {
            while (Next() is { Length: > 0 } steps)
            {
                using var call = TillTelemetry.StartCall(steps);
                try
                {
                    var answers = (RedisResult[])(await Script.RunAsync(redis, Keys(steps), Values(steps)))!;
                    for (var i = 0; i < steps.Length; i++)
                        steps[i].Complete(answers[i]);
                }
                catch (Exception e)
                {
                    Fail(steps, e);
                    // Redis is paused: the steps behind have waited as long.
                    if (e is TimeoutException)
                        Fail(TakeAll(), e);
                }
            }
        }

        private static RedisKey[] Keys(TillStep[] steps)
        {
            var keys = new List<RedisKey>(steps.Length * 5);
            foreach (var step in steps)
            {
                var shard = TillKeys.ShardOf(step.AccountId);
                keys.Add(TillKeys.Open(shard));
                keys.Add(TillKeys.Hold(shard, step.RequestId));
                keys.Add(TillKeys.Account(step.AccountId));
                keys.Add(TillKeys.Holds(shard));
                keys.Add(TillKeys.Events(shard));
            }

            return [.. keys];
        }

        private static RedisValue[] Values(TillStep[] steps)
        {
            var values = new List<RedisValue>(steps.Sum(static step => step.ValueCount));
            foreach (var step in steps)
            {
                values.Add(step.Name);
                values.Add(step.RequestId);
                step.AddValues(values);
            }

            return [.. values];
        }

        /// <summary>The steps of the next call; empty when the lane has nothing to send.</summary>
        private TillStep[] Next()
        {
            lock (gate)
            {
                underWay = gathered.Count > 0;
                return Take(MaxSteps);
            }
        }

        private TillStep[] TakeAll()
        {
            lock (gate)
                return Take(gathered.Count);
        }

        private TillStep[] Take(int max)
        {
            var steps = new TillStep[Math.Min(max, gathered.Count)];
            for (var i = 0; i < steps.Length; i++)
                steps[i] = gathered.Dequeue();
            return steps;
        }

        private static void Fail(TillStep[] steps, Exception e)
        {
            foreach (var step in steps)
                step.Fail(e);
        }
    }
}
