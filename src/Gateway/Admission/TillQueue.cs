using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Telemetry;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>One thing the till is asked for.</summary>
/// <param name="Name">admit or settle.</param>
/// <param name="Values">What the step's script says of them.</param>
internal sealed record TillStep(string Name, Guid AccountId, string RequestId, params RedisValue[] Values)
{
    /// <summary>Its own in the trace of its request; null where nobody traces.</summary>
    internal Activity? Span { get; set; }

    internal TaskCompletionSource<RedisResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// Admissions and settlements on their way to Redis. A call costs about as much as the steps in it, so while one is under way the next
/// steps gather, and go together. Nobody waits for company: what comes when none is under way goes at once.
/// </summary>
internal sealed class TillQueue(IConnectionMultiplexer redis)
{
    private static readonly TillScript Script = new(typeof(TillQueue), "till.lua", "admit.lua", "settle.lua", "together.lua");

    private readonly Lane[] lanes = [.. Enumerable.Range(0, TillKeys.Shards).Select(_ => new Lane(redis))];
    private bool together;

    /// <exception cref="RedisException">Redis is away, or refused; a <see cref="RedisServerException"/> where the step alone failed.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still carry it out.</exception>
    public Task<RedisResult> AskAsync(TillStep step) => GatewayTelemetry.Source.HasListeners() ? TillTelemetry.TraceAsync(step, CarryAsync) : CarryAsync(step);

    private Task<RedisResult> CarryAsync(TillStep step) => lanes[IsOneServer() ? 0 : TillKeys.ShardOf(step.AccountId)].AskAsync(step);

    /// <summary>A single server takes steps of all shards in one call; a cluster keeps shards apart, and so do we until we know.</summary>
    private bool IsOneServer() => together
        || (redis.IsConnected && (together = redis.GetServers().All(server => server.ServerType == ServerType.Standalone)));

    private sealed class Lane(IConnectionMultiplexer redis)
    {
        /// <summary>Others wait while Redis is at it: this is a few milliseconds.</summary>
        private const int Most = 100;

        private readonly Lock gate = new();
        private readonly Queue<TillStep> gathered = new();
        private bool underWay;

        public Task<RedisResult> AskAsync(TillStep step)
        {
            lock (gate)
            {
                gathered.Enqueue(step);
                if (underWay)
                    return step.Answer.Task;
                underWay = true;
            }

            // What it carries is several requests', so it runs in the context of none.
            using (ExecutionContext.SuppressFlow())
                _ = GoAsync();
            return step.Answer.Task;
        }

        private async Task GoAsync()
        {
            while (Next() is { Length: > 0 } steps)
            {
                using var call = TillTelemetry.StartCall(steps);
                try
                {
                    var answers = (RedisResult[])(await Script.RunAsync(redis, Keys(steps), Values(steps)))!;
                    for (var i = 0; i < steps.Length; i++)
                        Tell(steps[i], answers[i]);
                }
                catch (Exception e)
                {
                    Fail(steps, e);
                    // Redis is paused: who waits behind has waited as long.
                    if (e is TimeoutException)
                        Fail(TakeAll(), e);
                }
            }
        }

        /// <summary>A status is the error of a step that failed; see <c>together.lua</c>.</summary>
        private static void Tell(TillStep step, RedisResult answer)
        {
            if (answer.Resp2Type == ResultType.SimpleString)
                step.Answer.SetException(new RedisServerException(RedisErrorKind.Unknown, CommandFlags.None, (string)answer!));
            else
                step.Answer.SetResult(answer);
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
            var values = new List<RedisValue>(steps.Sum(static step => 2 + step.Values.Length));
            foreach (var step in steps)
            {
                values.Add(step.Name);
                values.Add(step.RequestId);
                values.AddRange(step.Values);
            }

            return [.. values];
        }

        /// <summary>The steps of the next call; with none the lane rests.</summary>
        private TillStep[] Next()
        {
            lock (gate)
            {
                underWay = gathered.Count > 0;
                return Take(Most);
            }
        }

        private TillStep[] TakeAll()
        {
            lock (gate)
                return Take(gathered.Count);
        }

        private TillStep[] Take(int most)
        {
            var steps = new TillStep[Math.Min(most, gathered.Count)];
            for (var i = 0; i < steps.Length; i++)
                steps[i] = gathered.Dequeue();
            return steps;
        }

        private static void Fail(TillStep[] steps, Exception e)
        {
            foreach (var step in steps)
                step.Answer.TrySetException(e);
        }
    }
}
