using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Telemetry;

/// <summary>
/// Reports a whole request as its caller sees it: metrics, and attributes of its server span. That is a span of HTTP: the conventions have
/// no server span for GenAI, so it lacks the attributes by which a viewer recognises one. The spans of the attempts have them.
/// </summary>
internal static class RequestTelemetry
{
    public static void Settled(TimeSpan took) => GatewayTelemetry.Settlement.Record(took.TotalSeconds);

    /// <summary>Reports a request that is over.</summary>
    /// <param name="protocol">The caller's protocol.</param>
    /// <param name="provider">The vendor whose API was called last, as the conventions name it.</param>
    /// <param name="span">The server's span; null when tracing is off.</param>
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
