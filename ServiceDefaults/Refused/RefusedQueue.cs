using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults.Refused;

/// <summary>
/// Takes refusals without waiting and without a call to anything, and holds them for <see cref="RefusedSender"/>. What finds no room is
/// dropped and counted: a refusal is a help for a person, and neither money nor an alarm hangs on it.
/// </summary>
public sealed class RefusedQueue(IOptions<RefusedOptions> options, TimeProvider time)
{
    private const int Capacity = 4_096;
    private const string All = "";

    private readonly MinuteBudget networks = new(options.Value.UnverifiedPerNetwork, time),
        everybody = new(options.Value.UnverifiedInAll, time);
    private readonly RefusedSampling sampling = new(time);
    private readonly Channel<RefusedCall> calls = Channel.CreateBounded<RefusedCall>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );

    public void Add(RefusedCall call)
    {
        if (!call.Verified && !(networks.TryTake(call.Network) && everybody.TryTake(All)))
            RefusedTelemetry.Dropped(1, RefusedTelemetry.Budget);
        else if (sampling.Take(call) is not { } now)
            RefusedTelemetry.Dropped(1, RefusedTelemetry.Full);
        else if (now && !calls.Writer.TryWrite(call))
            RefusedTelemetry.Dropped(1, RefusedTelemetry.Full);
    }

    /// <summary>What is to be told now, at most <paramref name="most"/> of what came one by one.</summary>
    /// <param name="all">What is only counted yet, too.</param>
    internal IReadOnlyList<(RefusedCall Call, int Count)> Take(int most, bool all = false)
    {
        var taken = new List<(RefusedCall, int)>();
        while (taken.Count < most && calls.Reader.TryRead(out var call))
            taken.Add((call, 1));
        if (taken.Count < most)
            taken.AddRange(sampling.Due(all));
        return taken;
    }
}
