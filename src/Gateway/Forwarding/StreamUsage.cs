using Platform.Gateway.Metering;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Rewrites what a client's stream says of its usage and its model: leaves out usage that the client did not ask for, adds the cost, and
/// names the model as the client did.
/// </summary>
internal sealed class StreamUsage(StreamPolicy policy, AnswerMeter meter)
{
    private int sent;
    private byte[]? sample;
    private bool finished,
        added;

    /// <summary>The event that the meter has just read brought a usage.</summary>
    public bool IsReported => sent != meter.Reports;

    /// <summary>
    /// The event that the meter has just read, as it is sent to the client; empty where it is not sent. It is valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Rewrite(AnswerEvent kind, ReadOnlySpan<byte> sse)
    {
        var isNews = IsReported;
        sent = meter.Reports;
        var finishes = meter.Finished && !finished;
        finished = meter.Finished;
        if (kind is AnswerEvent.UsageOnly && policy.HideUsage)
            return [];
        var named = policy.Members is { } members ? members.IntoEvent(sse) : sse;
        if (isNews)
            return policy.Cost.IntoEvent(named, policy.Bill());
        if (meter.Format.UsageIsDue(kind, finishes))
            return End(named);
        if (sample is null && !policy.HideUsage && meter.IsAnswer)
            sample = named.ToArray();
        return named;
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
