using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Protocols;
using Platform.Gateway.Routes;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Reports one call to an upstream as the GenAI conventions ask of a client: a span around the span of HTTP, and metrics. The model is the
/// upstream's name for it, which may differ from the caller's.
/// </summary>
internal static class AttemptTelemetry
{
    /// <summary>Null where nobody listens.</summary>
    public static Activity? Start(UpstreamAttempt attempt)
    {
        if (!GatewayTelemetry.Source.HasListeners())
            return null;
        var span = GatewayTelemetry.Source.StartActivity(
            $"{attempt.Protocol.Operation} {attempt.Route.UpstreamModel}",
            ActivityKind.Client,
            default(ActivityContext),
            Tags(attempt)
        );
        if (span is not { IsAllDataRequested: true })
            return span;

        attempt.Meter.Identity = new();
        var request = attempt.Exchange.Request.Body;
        span.SetTag("platform.upstream", attempt.Route.Upstream);
        span.SetTag("platform.credential", attempt.Credential.Name);
        span.SetTag("platform.sticky_source", attempt.Sticky.Name());
        span.SetTag("platform.attempt", attempt.Exchange.NextAttempt);
        span.SetTag(
            GenAI.OpenAIApi,
            attempt.Protocol == Protocol.Chat ? "chat_completions"
                : attempt.Protocol == Protocol.Responses ? "responses"
                : null
        );
        span.SetTag(GenAI.RequestMaxTokens, request.MaxOutputTokens);
        if (attempt.Exchange.IsStream)
            span.SetTag(GenAI.RequestStream, true);
        if (request.Choices != 1)
            span.SetTag(GenAI.RequestChoices, request.Choices);
        return span;
    }

    /// <summary>Reports an attempt that is over.</summary>
    /// <param name="response">Null when the upstream did not answer.</param>
    public static void Concluded(UpstreamAttempt attempt, UpstreamResponse? response, Attempt record, Activity? span)
    {
        var firstChunk = response?.Stream is null ? null : attempt.FirstByte;
        Count(record);
        CountInput(attempt, record);
        Measure(attempt, firstChunk, record);
        if (span is { IsAllDataRequested: true })
            Tag(span, attempt, firstChunk, record);
    }

    /// <summary>Reports an attempt after which another route may be tried.</summary>
    public static void FailedOver(UpstreamAttempt attempt, UpstreamFailure failure) =>
        GatewayTelemetry.Failovers.Add(
            1,
            new("platform.upstream", attempt.Upstream.Name),
            new("platform.credential", attempt.Credential.Name),
            new("reason", failure.Error.Code)
        );

    /// <summary>The tags of every span and metric of the attempt. They are set when the span is made, so that samplers see them.</summary>
    private static TagList Tags(UpstreamAttempt attempt) =>
        [
            new(GenAI.Operation, attempt.Protocol.Operation),
            new(GenAI.Provider, attempt.Provider),
            new(GenAI.RequestModel, attempt.Route.UpstreamModel),
            new(GenAI.ServerAddress, attempt.Upstream.Address.Host),
            new(GenAI.ServerPort, attempt.Upstream.Address.Port),
        ];

    private static void Count(Attempt record)
    {
        var upstream = new KeyValuePair<string, object?>("platform.upstream", record.Upstream);
        if (record.Doubt is { } doubt)
            GatewayTelemetry.UsageDoubted.Add(1, upstream, new("reason", UsageReason.For(doubt)));
        if (record.WrittenOff > Money.Zero)
            GatewayTelemetry.WrittenOff.Add(record.WrittenOff.NanoUsd, upstream);
    }

    /// <summary>Only of what upstreams count: an own count knows nothing of their caches.</summary>
    private static void CountInput(UpstreamAttempt attempt, Attempt record)
    {
        if (record.Source != UsageSource.Upstream || !GatewayTelemetry.InputTokens.Enabled)
            return;
        TagList tags =
        [
            new("platform.upstream", attempt.Upstream.Name),
            new("platform.credential", attempt.Credential.Name),
            new("platform.sticky_source", attempt.Sticky.Name()),
        ];
        GatewayTelemetry.InputTokens.Add(record.Usage.Input, tags);
        GatewayTelemetry.CachedInputTokens.Add(record.Usage.CachedInput, tags);
    }

    private static void Measure(UpstreamAttempt attempt, TimeSpan? firstChunk, Attempt record)
    {
        if (
            !GatewayTelemetry.OperationDuration.Enabled
            && !GatewayTelemetry.TokenUsage.Enabled
            && !GatewayTelemetry.TimeToFirstChunk.Enabled
        )
            return;
        var tags = Tags(attempt);
        if (firstChunk is { } first)
            GatewayTelemetry.TimeToFirstChunk.Record(first.TotalSeconds, tags);
        if (record.Source != UsageSource.None)
        {
            GatewayTelemetry.TokenUsage.Record(record.Usage.Input, [.. tags, new(GenAI.TokenType, "input")]);
            if (attempt.Protocol != Protocol.Embeddings)
                GatewayTelemetry.TokenUsage.Record(record.Usage.Output, [.. tags, new(GenAI.TokenType, "output")]);
        }

        if (record.ErrorCode is { } error)
            tags.Add(GenAI.ErrorType, error);
        GatewayTelemetry.OperationDuration.Record(record.DurationMs / 1000.0, tags);
    }

    private static void Tag(Activity span, UpstreamAttempt attempt, TimeSpan? firstChunk, Attempt record)
    {
        var identity = attempt.Meter.Identity;
        span.SetTag(GenAI.ResponseId, identity?.Id ?? attempt.Meter.Position.ResponseId);
        span.SetTag(GenAI.ResponseModel, identity?.Model);
        if (identity?.FinishReasons is { Count: > 0 } reasons)
            span.SetTag(GenAI.ResponseFinishReasons, reasons.ToArray());
        span.SetTag(GenAI.ResponseTimeToFirstChunk, firstChunk?.TotalSeconds);
        if (record.Source != UsageSource.None)
            TagUsage(span, attempt.Protocol, record.Usage);
        span.SetTag("platform.outcome", record.Outcome.ToString());
        span.SetTag("platform.charge_nano_usd", record.Charge.NanoUsd);
        span.SetTag(GenAI.ErrorType, record.ErrorCode);
        // A client that disconnects is not an error. The status has no description, because an upstream's error text may quote the prompt.
        if (record.Outcome is Outcome.Failed or Outcome.Interrupted)
            span.SetStatus(ActivityStatusCode.Error);
    }

    private static void TagUsage(Activity span, Protocol protocol, TokenUsage usage)
    {
        span.SetTag(GenAI.InputTokens, usage.Input);
        if (protocol != Protocol.Embeddings)
            span.SetTag(GenAI.OutputTokens, usage.Output);
        TagPart(span, GenAI.CacheReadTokens, usage.CachedInput);
        TagPart(span, GenAI.CacheCreationTokens, usage.CacheWrite);
        TagPart(span, GenAI.ReasoningTokens, usage.Reasoning);
    }

    /// <summary>A part of zero is left out: the upstream may not count it at all.</summary>
    private static void TagPart(Activity span, string name, long tokens)
    {
        if (tokens > 0)
            span.SetTag(name, tokens);
    }
}
