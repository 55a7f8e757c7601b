using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Fairness;

/// <summary>
/// The resources with limits, upstreams and their models, that accounts share. This gateway's share of a limit is one of as many as there are
/// gateways.
/// </summary>
internal sealed class FairQueues(IOptions<FairnessOptions> options, LiveGateways gateways, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, FairQueue> queues = new(StringComparer.Ordinal);

    /// <summary>Waits for a place at a resource.</summary>
    /// <param name="resource">Its name: the operator's, so that there are few.</param>
    /// <param name="limits">Over all gateways.</param>
    /// <returns>No place where the client has gone meanwhile.</returns>
    public async ValueTask<Entry> EnterAsync(string resource, RateLimits limits, Guid account, long tokens, CancellationToken clientGone)
    {
        var queue = queues.GetOrAdd(resource, static (_, self) => new FairQueue(self.Options, self.Time), this);
        var tag = new KeyValuePair<string, object?>("platform.upstream", resource);
        var entering = queue.EnterAsync(Share(limits, gateways.Count), account, tokens, clientGone);
        if (entering.IsCompletedSuccessfully)
            return Counted(entering.Result, tag);
        var since = time.GetTimestamp();
        GatewayTelemetry.UpstreamWaiting.Add(1, tag);
        try
        {
            return Counted(await entering, tag);
        }
        finally
        {
            GatewayTelemetry.UpstreamWaiting.Add(-1, tag);
            GatewayTelemetry.UpstreamWait.Record(time.GetElapsedTime(since).TotalSeconds, tag);
        }
    }

    private FairnessOptions Options => options.Value;

    private TimeProvider Time => time;

    /// <summary>The share of one of so many gateways; at least one request at a time.</summary>
    internal static RateLimits Share(RateLimits limits, int gateways) =>
        gateways == 1
            ? limits
            : new(
                limits.RequestsPerMinute is { } requests ? Math.Max(1, requests / gateways) : null,
                limits.TokensPerMinute is { } tokens ? Math.Max(1, tokens / gateways) : null,
                limits.ConcurrentRequests is { } atOnce ? Math.Max(1, atOnce / gateways) : null
            );

    private static Entry Counted(Entry entry, KeyValuePair<string, object?> tag)
    {
        if (entry.Place is null)
            GatewayTelemetry.UpstreamRefused.Add(1, tag);
        return entry;
    }
}
