using Platform.Gateway.Metering;

namespace Platform.Gateway.Forwarding;

/// <summary>Rewrites the usage in a client's stream: leaves out usage that the client did not ask for, and adds the cost.</summary>
internal sealed class StreamUsage(StreamPolicy policy, AnswerMeter meter)
{
    private int sent;
    private byte[]? sample;
    private bool finished,
        added;

    /// <summary>The event that the meter has just read brought a usage.</summary>
    public bool IsReported => sent != meter.Reports;

    /// <summary>The event that the meter has just read, as it is sent to the client; empty where it is not sent.</summary>
    public ReadOnlySpan<byte> Rewrite(AnswerEvent kind, ReadOnlySpan<byte> sse)
    {
        var isNews = IsReported;
        sent = meter.Reports;
        var finishes = meter.Finished && !finished;
        finished = meter.Finished;
        if (kind is AnswerEvent.UsageOnly && policy.HideUsage)
            return [];
        if (isNews)
            return policy.Cost.IntoEvent(sse, policy.Bill());
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
        if (policy.HideUsage || sent > 0 || added)
            return terminal;
        added = true;
        return policy.Cost.IntoEnd(terminal, sample, policy.Bill());
    }
}
