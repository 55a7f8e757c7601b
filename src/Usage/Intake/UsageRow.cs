using System.Text.Json;
using Platform.Contracts;

namespace Platform.Usage.Intake;

/// <summary>A row of <c>usage_records</c>, with a property for each column.</summary>
internal sealed class UsageRow
{
    public required string RequestId { get; init; }
    public required int Attempt { get; init; }
    public required Guid AccountId { get; init; }
    public required string KeyId { get; init; }
    public required string BudgetId { get; init; }
    public required string Endpoint { get; init; }
    public required string Model { get; init; }
    public required string Upstream { get; init; }
    public required string UpstreamModel { get; init; }
    public required bool Streamed { get; init; }
    public required DateTime StartedAt { get; init; }
    public required long DurationMs { get; init; }
    public required long? FirstByteMs { get; init; }
    public required int? StatusCode { get; init; }
    public required string Outcome { get; init; }
    public required string? ErrorCode { get; init; }
    public required long InputTokens { get; init; }
    public required long OutputTokens { get; init; }
    public required long CachedInputTokens { get; init; }
    public required long CacheWriteTokens { get; init; }
    public required long ReasoningTokens { get; init; }
    public required long CacheWriteHourTokens { get; init; }
    public required long AudioInputTokens { get; init; }
    public required long AudioOutputTokens { get; init; }
    public required long ImageInputTokens { get; init; }
    public required string Source { get; init; }
    public required int PriceVersion { get; init; }
    public required long PriceInput { get; init; }
    public required long PriceOutput { get; init; }
    public required long? PriceCachedInput { get; init; }
    public required long? PriceCacheWrite { get; init; }
    public required long? PriceReasoning { get; init; }
    public required long? PriceCacheWriteHour { get; init; }
    public required long? PriceAudioInput { get; init; }
    public required long? PriceAudioOutput { get; init; }
    public required long? PriceImageInput { get; init; }
    public required string? PriceTier { get; init; }
    public required long? PriceAboveInput { get; init; }
    public required long HoldNano { get; init; }
    public required long ChargeNano { get; init; }
    public required string? Client { get; init; }
    public required string? TraceId { get; init; }
    public required Guid LedgerTransactionId { get; init; }
    public required string? UsageDoubt { get; init; }
    public required long WrittenOffNano { get; init; }

    /// <summary>As JSON; null where there were none.</summary>
    public required string? ToolCalls { get; init; }

    /// <summary>When the hold was placed; null where the event does not say.</summary>
    public required DateTime? PlacedAt { get; init; }
    public required string? SessionId { get; init; }
    public required long? StartMs { get; init; }
    public required string? AskedModel { get; init; }
    public required string? Credential { get; init; }

    /// <summary>
    /// Every attempt repeats the facts of its request. The time to the first byte is the attempt's own. An older gateway measures it only
    /// for the request, and that value belongs to the last attempt.
    /// </summary>
    public static UsageRow From(UsageEvent e, Attempt attempt, Guid ledgerTransactionId) =>
        new()
        {
            RequestId = e.RequestId,
            Attempt = attempt.Number,
            AccountId = e.AccountId,
            KeyId = e.KeyId,
            BudgetId = e.BudgetId,
            Endpoint = e.Endpoint,
            Model = attempt.Model ?? e.Model,
            AskedModel = e.AskedModel is { } asked && asked != attempt.Model ? asked : null,
            Upstream = attempt.Upstream,
            UpstreamModel = attempt.UpstreamModel,
            Credential = attempt.Credential,
            Streamed = e.Streamed,
            StartedAt = e.StartedAt.UtcDateTime,
            PlacedAt = e.PlacedAt?.UtcDateTime,
            DurationMs = attempt.DurationMs,
            FirstByteMs = attempt.FirstByteMs ?? (attempt == e.Attempts[^1] ? e.FirstByteMs : null),
            StatusCode = attempt.StatusCode,
            Outcome = attempt.Outcome.ToString(),
            ErrorCode = attempt.ErrorCode,
            InputTokens = attempt.Usage.Input,
            OutputTokens = attempt.Usage.Output,
            CachedInputTokens = attempt.Usage.CachedInput,
            CacheWriteTokens = attempt.Usage.CacheWrite,
            ReasoningTokens = attempt.Usage.Reasoning,
            CacheWriteHourTokens = attempt.Usage.CacheWriteHour,
            AudioInputTokens = attempt.Usage.AudioInput,
            AudioOutputTokens = attempt.Usage.AudioOutput,
            ImageInputTokens = attempt.Usage.ImageInput,
            Source = attempt.Source.ToString(),
            PriceVersion = attempt.Price.Version,
            PriceInput = attempt.Price.Input,
            PriceOutput = attempt.Price.Output,
            PriceCachedInput = attempt.Price.CachedInput,
            PriceCacheWrite = attempt.Price.CacheWrite,
            PriceReasoning = attempt.Price.Reasoning,
            PriceCacheWriteHour = attempt.Price.CacheWriteHour,
            PriceAudioInput = attempt.Price.AudioInput,
            PriceAudioOutput = attempt.Price.AudioOutput,
            PriceImageInput = attempt.Price.ImageInput,
            PriceTier = attempt.Price.Tier,
            PriceAboveInput = attempt.Price.AboveInput,
            HoldNano = e.Hold.NanoUsd,
            ChargeNano = attempt.Charge.NanoUsd,
            Client = e.Client,
            TraceId = e.TraceId,
            LedgerTransactionId = ledgerTransactionId,
            UsageDoubt = attempt.Doubt?.ToString(),
            WrittenOffNano = attempt.WrittenOff.NanoUsd,
            SessionId = e.SessionId,
            StartMs = attempt.StartMs,
            ToolCalls = attempt.Tools is null ? null : JsonSerializer.Serialize(attempt.Tools, JsonSerializerOptions.Web),
        };

    public UsageRecord ToRecord() =>
        new(
            RequestId,
            Attempt,
            KeyId,
            Endpoint,
            Model,
            Upstream,
            Streamed,
            StartedAt,
            DurationMs,
            FirstByteMs,
            StatusCode,
            Enum.Parse<Outcome>(Outcome),
            ErrorCode,
            new TokenUsage(
                InputTokens,
                OutputTokens,
                CachedInputTokens,
                CacheWriteTokens,
                ReasoningTokens,
                CacheWriteHourTokens,
                AudioInputTokens,
                AudioOutputTokens,
                ImageInputTokens
            ),
            Enum.Parse<UsageSource>(Source),
            new Price(
                PriceVersion,
                PriceInput,
                PriceOutput,
                PriceCachedInput,
                PriceCacheWrite,
                PriceReasoning,
                PriceCacheWriteHour,
                PriceTier,
                PriceAboveInput,
                AudioInput: PriceAudioInput,
                AudioOutput: PriceAudioOutput,
                ImageInput: PriceImageInput
            ),
            new Money(HoldNano),
            new Money(ChargeNano),
            Client,
            TraceId,
            UsageDoubt is null ? null : Enum.Parse<UsageDoubt>(UsageDoubt),
            new Money(WrittenOffNano),
            ToolCalls is null ? null : JsonSerializer.Deserialize<ToolCalls[]>(ToolCalls, JsonSerializerOptions.Web),
            SessionId,
            StartMs,
            AskedModel
        );
}
