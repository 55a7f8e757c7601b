using Platform.Contracts;

namespace Platform.Gateway.Api.Receipts;

/// <summary>The answer of <c>GET /v1/receipts/{request_id}</c>. Amounts are US dollars, exact to the nano-dollar.</summary>
internal static class Receipt
{
    /// <param name="attempts">All attempts of the request, the first first; at least one.</param>
    public static object From(IReadOnlyList<UsageRecord> attempts)
    {
        var last = attempts[^1];
        return new
        {
            @object = "receipt",
            request_id = last.RequestId,
            created = last.StartedAt.ToUnixTimeSeconds(),
            model = last.Model,
            asked_model = last.AskedModel ?? last.Model,
            endpoint = last.Endpoint,
            streamed = last.Streamed,
            key_id = last.KeyId,
            client = last.Client,
            trace_id = last.TraceId,
            first_byte_ms = FirstByteMs(attempts),
            hold = last.Hold.Usd,
            charged = attempts.Aggregate(Money.Zero, (sum, attempt) => sum + attempt.Charge).Usd,
            reason = ChargeReason.For(last),
            attempts = attempts.Select(Describe),
        };
    }

    /// <summary>A request that was refused before any upstream was asked.</summary>
    public static object From(RefusedRequest refused) =>
        new
        {
            @object = "refused_request",
            request_id = refused.RequestId,
            created = refused.At.ToUnixTimeSeconds(),
            model = refused.Model,
            endpoint = refused.Endpoint,
            key_id = refused.KeyId,
            client = refused.Client,
            status_code = refused.Status,
            error_code = refused.Code,
            message = refused.Message,
            verified = refused.Verified,
            charged = 0m,
            reason = "Not charged: the request was refused before a provider was asked.",
        };

    /// <summary>
    /// From the start of the first attempt: the duration of the failed attempts, plus the time of the last one to its first byte; null when
    /// it had none.
    /// </summary>
    private static long? FirstByteMs(IReadOnlyList<UsageRecord> attempts) =>
        attempts[^1].FirstByteMs + attempts.Take(attempts.Count - 1).Sum(attempt => attempt.DurationMs);

    /// <summary>A price as receipts and quotes show it; a class without a price of its own has that of the class it is part of.</summary>
    public static object Describe(Price price) =>
        new
        {
            version = price.Version,
            service_tier = price.Tier,
            above_input_tokens = price.AboveInput,
            input_per_million = new Money(price.Input).Usd,
            cached_input_per_million = new Money(price.CachedInput ?? price.Input).Usd,
            cache_write_per_million = new Money(price.CacheWrite ?? price.Input).Usd,
            cache_write_1h_per_million = new Money(price.CacheWriteHour ?? price.CacheWrite ?? price.Input).Usd,
            image_input_per_million = new Money(price.ImageInput ?? price.Input).Usd,
            audio_input_per_million = new Money(price.AudioInput ?? price.Input).Usd,
            audio_output_per_million = new Money(price.AudioOutput ?? price.Output).Usd,
            output_per_million = new Money(price.Output).Usd,
            reasoning_per_million = new Money(price.Reasoning ?? price.Output).Usd,
        };

    private static object Describe(UsageRecord attempt) =>
        new
        {
            number = attempt.Attempt,
            model = attempt.Model,
            upstream = attempt.Upstream,
            status_code = attempt.StatusCode,
            outcome = attempt.Outcome.ToString().ToLowerInvariant(),
            error_code = attempt.ErrorCode,
            duration_ms = attempt.DurationMs,
            tokens = new
            {
                input = attempt.Usage.Input,
                cached_input = attempt.Usage.CachedInput,
                cache_write = attempt.Usage.CacheWrite,
                cache_write_1h = attempt.Usage.CacheWriteHour,
                output = attempt.Usage.Output,
                reasoning = attempt.Usage.Reasoning,
                image_input = attempt.Usage.ImageInput,
                audio_input = attempt.Usage.AudioInput,
                audio_output = attempt.Usage.AudioOutput,
                source = attempt.Source.ToString().ToLowerInvariant(),
                source_reason = attempt.Doubt is { } doubt ? UsageReason.For(doubt) : null,
            },
            price = Describe(attempt.Price),
            tool_calls = (attempt.Tools ?? []).Select(tool => new
            {
                type = tool.Tool,
                calls = tool.Calls,
                usd_per_call = new Money(tool.PerCall).Usd,
            }),
            charged = attempt.Charge.Usd,
            written_off = attempt.WrittenOff.Usd,
        };
}
