using System.Diagnostics;
using System.Diagnostics.Metrics;
using Platform.Contracts;

namespace Platform.Gateway;

/// <summary>The gateway's metrics and span attributes, named after OpenTelemetry's GenAI conventions where those have a name.</summary>
public static class GatewayTelemetry
{
    private static readonly Meter Meter = new("Platform.Gateway");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("platform.gateway.requests", "{request}", "Requests that ended, by model and outcome");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("gen_ai.client.token.usage", "{token}", "Tokens by model and type");
    private static readonly Counter<long> Charged = Meter.CreateCounter<long>("platform.gateway.charged", "nUSD", "Charges by model");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("gen_ai.server.request.duration", "s", "From arrival to settlement");
    private static readonly Histogram<double> FirstToken = Meter.CreateHistogram<double>("gen_ai.server.time_to_first_token", "s", "From arrival to the first byte of the answer");

    private static readonly Histogram<double> Settlement = Meter.CreateHistogram<double>("platform.gateway.settlement.duration", "s", "Until the till, or else the journal, has a settlement");

    public static void Settled(TimeSpan took) => Settlement.Record(took.TotalSeconds);

    /// <summary>A request is over, and about to be settled.</summary>
    public static void Settling(UsageEvent usage)
    {
        var last = usage.Attempts is [.., var latest] ? latest : null;
        var model = new KeyValuePair<string, object?>("gen_ai.request.model", usage.Model);
        Requests.Add(1, model, new("platform.outcome", last?.Outcome.ToString()));
        Charged.Add(usage.Charge.NanoUsd, model);
        Duration.Record(usage.DurationMs / 1000.0, model);
        if (usage.FirstByteMs is { } firstByte)
            FirstToken.Record(firstByte / 1000.0, model);
        foreach (var attempt in usage.Attempts)
        {
            Tokens.Add(attempt.Usage.Input, model, new("gen_ai.token.type", "input"));
            Tokens.Add(attempt.Usage.Output, model, new("gen_ai.token.type", "output"));
        }

        Tag(Activity.Current, usage, last);
    }

    private static void Tag(Activity? span, UsageEvent usage, Attempt? last)
    {
        // The server makes a span for every request; this one is somebody's who listens.
        if (span is not { Recorded: true })
            return;
        span.SetTag("platform.request_id", usage.RequestId);
        span.SetTag("platform.account_id", usage.AccountId);
        span.SetTag("platform.key_id", usage.KeyId);
        span.SetTag("platform.charge_nano_usd", usage.Charge.NanoUsd);
        span.SetTag("gen_ai.operation.name", "chat");
        span.SetTag("gen_ai.request.model", usage.Model);
        span.SetTag("gen_ai.provider.name", last?.Upstream);
        span.SetTag("gen_ai.response.model", last?.UpstreamModel);
        span.SetTag("gen_ai.usage.input_tokens", last?.Usage.Input);
        span.SetTag("gen_ai.usage.output_tokens", last?.Usage.Output);
        span.SetTag("error.type", last?.ErrorCode);
    }
}
