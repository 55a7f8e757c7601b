using Platform.Contracts;

namespace Platform.Gateway.Metering;

/// <summary>What a client is told of a stream's usage: nothing it did not ask for, and always what it costs.</summary>
internal sealed class StreamUsage(StreamPolicy policy, ChatMeter meter)
{
    private TokenUsage? told;
    private byte[]? sample;

    /// <summary>An event, just read by the meter, as it shall leave; empty where it shall not.</summary>
    public ReadOnlySpan<byte> Tell(ChatEvent kind, ReadOnlySpan<byte> sse)
    {
        var isNews = !ReferenceEquals(told, meter.Reported);
        told = meter.Reported;
        if (kind is ChatEvent.UsageOnly && policy.HideUsage)
            return [];
        if (isNews)
            return UsageCost.IntoEvent(sse, policy.Bill());
        if (kind is ChatEvent.Done)
            return (byte[])[.. Missing(), .. sse];
        if (sample is null && !policy.HideUsage && meter.HasChoices)
            sample = sse.ToArray();
        return sse;
    }

    /// <summary>The usage chunk that a client asked for and the upstream did not send; else nothing.</summary>
    public byte[] Missing() => policy.HideUsage || told is not null || sample is null ? [] : UsageCost.ChunkLike(sample, policy.Bill());
}
