using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Metering;

namespace Platform.Gateway.Forwarding;

/// <summary>What a client is told of a stream's usage: nothing it did not ask for, and always what it costs.</summary>
internal sealed class StreamUsage(StreamPolicy policy, AnswerMeter meter)
{
    private TokenUsage? told;
    private byte[]? sample;
    private bool finished, added;

    /// <summary>An event, just read by the meter, as it shall leave; empty where it shall not.</summary>
    public ReadOnlySpan<byte> Tell(AnswerEvent kind, ReadOnlySpan<byte> sse)
    {
        var isNews = !ReferenceEquals(told, meter.Reported);
        told = meter.Reported;
        var finishes = meter.Finished && !finished;
        finished = meter.Finished;
        if (kind is AnswerEvent.UsageOnly && policy.HideUsage)
            return [];
        if (isNews)
            return meter.Format.Cost.IntoEvent(sse, policy.Bill());
        if (meter.Format.UsageIsDue(kind, finishes))
            return End(sse);
        if (sample is null && !policy.HideUsage && meter.IsAnswer)
            sample = sse.ToArray();
        return sse;
    }

    /// <summary>The end of a stream, with the usage that a client asked for and the upstream did not send.</summary>
    /// <param name="terminal">The upstream's own terminal event, or ours.</param>
    public ReadOnlySpan<byte> End(ReadOnlySpan<byte> terminal)
    {
        if (policy.HideUsage || told is not null || added)
            return terminal;
        added = true;
        return meter.Format.TellUsage(terminal, sample, policy.Bill());
    }
}
