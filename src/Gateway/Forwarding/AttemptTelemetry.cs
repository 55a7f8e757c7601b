using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// One call to one upstream as the GenAI conventions want a client to tell it: a span of its own around that of HTTP, and metrics. The model
/// is the one that the upstream is asked for, which need not have the name our caller has for it.
/// </summary>
public static class AttemptTelemetry
{
    /// <summary>Null where nobody listens.</summary>
    public static Activity? Start(UpstreamAttempt attempt, UpstreamOptions upstream)
    {
        if (!GatewayTelemetry.Source.HasListeners())
            return null;
        var span = GatewayTelemetry.Source.StartActivity(
            $"{attempt.Protocol.Operation} {attempt.Route.UpstreamModel}", ActivityKind.Client, default(ActivityContext), Tags(attempt, upstream));
        if (span is not { IsAllDataRequested: true })
            return span;

        attempt.Meter.Identity = new();
        var request = attempt.Call.Request!;
        span.SetTag("platform.upstream", attempt.Route.Upstream);
        span.SetTag("platform.attempt", attempt.Call.Attempts.Count + 1);
        span.SetTag(GenAI.OpenAIApi, attempt.Protocol == Protocol.Chat ? "chat_completions" : attempt.Protocol == Protocol.Responses ? "responses" : null);
        span.SetTag(GenAI.RequestMaxTokens, request.MaxOutputTokens);
        if (attempt.IsStream)
            span.SetTag(GenAI.RequestStream, true);
        if (request.Choices != 1)
            span.SetTag(GenAI.RequestChoices, request.Choices);
        return span;
    }

    /// <summary>It is over, and about to be told to the caller's account.</summary>
    public static void Concluded(UpstreamAttempt attempt, UpstreamOptions upstream, Attempt record, Activity? span)
    {
        Measure(attempt, upstream, record);
        if (span is { IsAllDataRequested: true })
            Tag(span, attempt, record);
    }

    /// <summary>Those that every span and metric of it has; the conventions want them when the span is made, so that samplers see them.</summary>
    private static TagList Tags(UpstreamAttempt attempt, UpstreamOptions upstream) =>
    [
        new(GenAI.Operation, attempt.Protocol.Operation),
        new(GenAI.Provider, upstream.ProviderOf(attempt.Protocol)),
        new(GenAI.RequestModel, attempt.Route.UpstreamModel),
        new(GenAI.ServerAddress, upstream.GetAddress().Host),
        new(GenAI.ServerPort, upstream.GetAddress().Port),
    ];

    private static void Measure(UpstreamAttempt attempt, UpstreamOptions upstream, Attempt record)
    {
        if (!GatewayTelemetry.OperationDuration.Enabled && !GatewayTelemetry.TokenUsage.Enabled && !GatewayTelemetry.TimeToFirstChunk.Enabled)
            return;
        var tags = Tags(attempt, upstream);
        if (attempt.FirstChunk is { } first)
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

    private static void Tag(Activity span, UpstreamAttempt attempt, Attempt record)
    {
        var said = attempt.Meter.Identity;
        span.SetTag(GenAI.ResponseId, said?.Id ?? attempt.Meter.Position.ResponseId);
        span.SetTag(GenAI.ResponseModel, said?.Model);
        if (said?.FinishReasons is { Count: > 0 } reasons)
            span.SetTag(GenAI.ResponseFinishReasons, reasons.ToArray());
        span.SetTag(GenAI.ResponseTimeToFirstChunk, attempt.FirstChunk?.TotalSeconds);
        if (record.Source != UsageSource.None)
            TagUsage(span, attempt.Protocol, record.Usage);
        span.SetTag("platform.outcome", record.Outcome.ToString());
        span.SetTag("platform.charge_nano_usd", record.Charge.NanoUsd);
        span.SetTag(GenAI.ErrorType, record.ErrorCode);
        // Not where the client went away: that is nobody's error. And without words: an upstream's may repeat what was asked.
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

    /// <summary>Of a part that is nothing nobody can tell whether the upstream counts it at all.</summary>
    private static void TagPart(Activity span, string name, long tokens)
    {
        if (tokens > 0)
            span.SetTag(name, tokens);
    }
}
