using Platform.Contracts;
using Platform.Gateway.Journey;
using Platform.Gateway.Metering;

namespace Platform.Gateway.Forwarding;

/// <summary>One call to one route, from the first byte sent to the facts that go into the usage event.</summary>
public sealed class UpstreamAttempt(Call call, ModelRoute route, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();

    public Call Call { get; } = call;

    public ModelRoute Route { get; } = route;

    public ChatMeter Meter { get; } = new();

    /// <summary>What the upstream answered; null until it does.</summary>
    public int? StatusCode { get; set; }

    /// <summary>The answer's stream while it is one.</summary>
    public MeteredStream? Stream { get; set; }

    /// <summary>A whole answer, checked and ready to be written.</summary>
    public ReadOnlyMemory<byte>? Answer { get; set; }

    /// <summary>What went wrong, found while reading the answer.</summary>
    public UpstreamFailure? Failure { get; set; }

    /// <summary>
    /// The attempt, priced. No token for the client costs nothing; otherwise the upstream's own count is charged, or ours where
    /// it gave none.
    /// </summary>
    public Attempt Conclude(UpstreamFailure? failure)
    {
        var produced = Meter.HasOutput && (Stream is not null || failure is null);
        var outcome = (failure, produced, Call.ClientGone.IsCancellationRequested) switch
        {
            (null, _, false) => Outcome.Completed,
            (_, _, true) => Outcome.Disconnected,
            (_, true, _) => Outcome.Interrupted,
            _ => Outcome.Failed,
        };
        var (usage, source) = outcome == Outcome.Completed || produced ? Count(produced) : (TokenUsage.None, UsageSource.None);
        return new Attempt(
            Call.Attempts.Count + 1, Route.Upstream, Route.UpstreamModel, StatusCode, outcome,
            outcome == Outcome.Disconnected ? "client_disconnected" : failure?.Error.Code,
            usage, source, Route.Price, Route.Price.Cost(usage), (long)time.GetElapsedTime(started).TotalMilliseconds);
    }

    private (TokenUsage Usage, UsageSource Source) Count(bool produced)
    {
        if (Meter.Reported is { } reported)
            return (reported, UsageSource.Upstream);
        return produced
            ? (new TokenUsage(TokenEstimate.OfText(Call.Request!.PromptBytes), Meter.CountedOutput), UsageSource.Counted)
            : (TokenUsage.None, UsageSource.None);
    }
}
