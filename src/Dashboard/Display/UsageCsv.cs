using Platform.Contracts;
using static Platform.Dashboard.Display.CsvText;

namespace Platform.Dashboard.Display;

/// <summary>Usage records as comma-separated values (RFC 4180), one line for each attempt.</summary>
public static class UsageCsv
{
    public const string Header =
        "started_at,request_id,attempt,model,key,key_id,endpoint,client,outcome,status,error,input_tokens,cached_input_tokens,"
        + "cache_write_tokens,output_tokens,reasoning_tokens,counted_by,cost_usd,price_version,first_token_ms,duration_ms,asked_model\r\n";

    public static string Row(UsageRecord record, string keyName) =>
        string.Join(
            ',',
            Timestamps.Machine(record.StartedAt),
            Text(record.RequestId),
            Number(record.Attempt),
            Text(record.Model),
            Text(keyName),
            Text(record.KeyId),
            Text(record.Endpoint),
            Text(record.Client),
            record.Outcome.ToString(),
            Number(record.StatusCode),
            Text(record.ErrorCode),
            Number(record.Usage.Input),
            Number(record.Usage.CachedInput),
            Number(record.Usage.CacheWrite),
            Number(record.Usage.Output),
            Number(record.Usage.Reasoning),
            record.Source.ToString(),
            Usd(record.Charge),
            Number(record.Price.Version),
            Number(record.FirstByteMs),
            Number(record.DurationMs),
            Text(record.AskedModel ?? record.Model)
        ) + "\r\n";
}
