using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Telemetry;

/// <summary>
/// A whole request, as our caller had it: metrics, and the attributes of its server span. That span is HTTP's; the conventions know no
/// server span of GenAI, so it has none of the attributes by which a viewer would take it for one. Those are its attempts'.
/// </summary>
internal static class RequestTelemetry
{
    public static void Settled(TimeSpan took) => GatewayTelemetry.Settlement.Record(took.TotalSeconds);

    /// <summary>A request is over, and about to be settled.</summary>
    /// <param name="protocol">In which the caller asked.</param>
    /// <param name="provider">Whose API was called last, in the words of the conventions.</param>
    /// <param name="span">The server's; null where nobody traces.</param>
    public static void Ended(UsageEvent usage, Protocol protocol, string? provider, Activity? span)
    {
        var last = usage.Attempts is [.., var latest] ? latest : null;
        var model = new KeyValuePair<string, object?>(GenAI.RequestModel, usage.Model);
        GatewayTelemetry.Requests.Add(1, model, new("platform.outcome", last?.Outcome.ToString()));
        GatewayTelemetry.Charged.Add(usage.Charge.NanoUsd, model);
        if (GatewayTelemetry.RequestDuration.Enabled)
            Measure(
                [new(GenAI.Operation, protocol.Operation), new(GenAI.Provider, provider), new(GenAI.RequestModel, usage.Model)],
                usage,
                last
            );
        if (span is { IsAllDataRequested: true })
            Tag(span, protocol, usage, last);
    }

    private static void Measure(TagList tags, UsageEvent usage, Attempt? last)
    {
        if (last?.Outcome == Outcome.Completed && usage.FirstByteMs is { } firstByte)
        {
            GatewayTelemetry.TimeToFirstToken.Record(firstByte / 1000.0, tags);
            if (usage.Streamed && last.Usage.Output > 1)
                GatewayTelemetry.TimePerOutputToken.Record((usage.DurationMs - firstByte) / 1000.0 / (last.Usage.Output - 1), tags);
        }

        if (last?.ErrorCode is { } error)
            tags.Add(GenAI.ErrorType, error);
        GatewayTelemetry.RequestDuration.Record(usage.DurationMs / 1000.0, tags);
    }

    private static void Tag(Activity span, Protocol protocol, UsageEvent usage, Attempt? last)
    {
        span.SetTag("platform.request_id", usage.RequestId);
        span.SetTag("platform.account_id", usage.AccountId);
        span.SetTag("platform.key_id", usage.KeyId);
        span.SetTag("platform.charge_nano_usd", usage.Charge.NanoUsd);
        span.SetTag("platform.outcome", last?.Outcome.ToString());
        span.SetTag(GenAI.Operation, protocol.Operation);
        span.SetTag(GenAI.RequestModel, usage.Model);
        span.SetTag(GenAI.ErrorType, last?.ErrorCode);
    }
}
