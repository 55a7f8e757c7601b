using System.Text.Json;
using Platform.Contracts;

namespace Platform.Gateway.Metering;

/// <summary>
/// The <c>usage</c> of an answer as its upstream states it, under the names of every vendor, before anybody believes it.
/// </summary>
internal struct UsageClaim
{
    /// <summary>More tokens than any context has: sums of a few such counts fit a <see cref="long"/>.</summary>
    private const long MaxCount = 1L << 48;

    private bool malformed;
    private long? input,
        output,
        total,
        cached,
        written,
        writtenHour,
        reasoning,
        heard,
        spoken,
        seen;

    /// <summary>It has neither input nor output: as good as no usage.</summary>
    public readonly bool IsEmpty => !malformed && input is null && output is null;

    /// <summary>It says how long what was written to the cache stays there.</summary>
    public bool SplitsWrites { get; private set; }

    /// <summary>The tier that served the request, where its usage says so, as in Messages; null where it does not.</summary>
    public string? Tier { get; private set; }

    /// <summary>Calls of hosted tools, in the order of <see cref="ToolPrice.Known"/>; null where it says nothing of them.</summary>
    public long?[]? Calls { get; private set; }

    /// <summary>The reader stands at the start of the object.</summary>
    public static UsageClaim Read(ref Utf8JsonReader json)
    {
        var claim = new UsageClaim();
        while (json.NextMember())
            claim.ReadMember(ref json);
        return claim;
    }

    /// <summary>The same at the start of a stream, where no tool has been called yet.</summary>
    public readonly UsageClaim BeforeCalls() => this with { Calls = null };

    /// <summary>
    /// As OpenAI counts: the input includes the cache's part. Vendors differ in where they put thoughts: within the output, beside it
    /// (<c>total = input + output + reasoning</c>), or in the total alone. All of them are output here.
    /// </summary>
    /// <param name="doubt">Null when the counts agree with each other.</param>
    public readonly TokenUsage Resolve(out UsageDoubt? doubt)
    {
        var (whole, said, thoughts) = (input ?? 0, output ?? 0, reasoning ?? 0);
        var fromCache = (cached ?? 0) + (written ?? 0);
        // What the total has beside its parts.
        var beside = total - whole - said;
        if (beside > 0 && beside == thoughts)
            said += thoughts;
        else if (beside > 0 && beside == fromCache)
            whole += fromCache;
        else if (beside > 0)
            (said, thoughts) = (said + beside.Value, thoughts + beside.Value);
        else if (total is null && thoughts > said)
            said += thoughts;
        doubt =
            malformed ? UsageDoubt.Malformed
            : beside < 0
            || fromCache > whole
            || thoughts > said
            || writtenHour > (written ?? 0)
            || (heard ?? 0) + (seen ?? 0) > whole
            || spoken > said
                ? UsageDoubt.Contradictory
            : null;
        return new TokenUsage(whole, said, cached ?? 0, written ?? 0, thoughts, writtenHour ?? 0, heard ?? 0, spoken ?? 0, seen ?? 0);
    }

    /// <summary>As Anthropic counts: the input is without the cache's part, and what the end leaves out was said at the start.</summary>
    public readonly TokenUsage Resolve(TokenUsage start, out UsageDoubt? doubt)
    {
        var (read, wrote) = (cached ?? start.CachedInput, written ?? start.CacheWrite);
        var fresh = input ?? start.Input - start.CachedInput - start.CacheWrite;
        doubt =
            malformed ? UsageDoubt.Malformed
            : reasoning > (output ?? 0) || (writtenHour ?? start.CacheWriteHour) > wrote ? UsageDoubt.Contradictory
            : null;
        return new TokenUsage(fresh + read + wrote, output ?? 0, read, wrote, reasoning ?? 0, writtenHour ?? start.CacheWriteHour);
    }

    private void ReadMember(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("prompt_tokens"u8) || json.ValueTextEquals("input_tokens"u8))
            input = Count(ref json);
        else if (json.ValueTextEquals("completion_tokens"u8) || json.ValueTextEquals("output_tokens"u8))
            output = Count(ref json);
        else if (json.ValueTextEquals("total_tokens"u8))
            total = Count(ref json);
        else if (json.ValueTextEquals("prompt_tokens_details"u8) || json.ValueTextEquals("input_tokens_details"u8))
        {
            var (audio, images) = ReadDetails(ref json);
            (heard, seen) = (audio ?? heard, images ?? seen);
        }
        else if (json.ValueTextEquals("completion_tokens_details"u8) || json.ValueTextEquals("output_tokens_details"u8))
            spoken = ReadDetails(ref json).Audio ?? spoken;
        else if (json.ValueTextEquals("server_tool_use"u8))
            ReadCalls(ref json);
        else if (json.ValueTextEquals("cache_creation"u8))
            ReadDetails(ref json);
        else if (json.ValueTextEquals("service_tier"u8))
            ReadTier(ref json);
        else if (json.ValueTextEquals("speed"u8))
            ReadSpeed(ref json);
        else
            ReadPart(ref json);
    }

    private void ReadTier(ref Utf8JsonReader json) => Tier ??= json.NextTier();

    /// <summary>A speed other than the usual one is priced like a tier.</summary>
    private void ReadSpeed(ref Utf8JsonReader json) => Tier = json.NextTier() is { } speed and not ("standard" or "normal") ? speed : Tier;

    /// <returns>The tokens of sound and of pictures; null where it does not say them.</returns>
    private (long? Audio, long? Images) ReadDetails(ref Utf8JsonReader json)
    {
        long? audio = null,
            images = null;
        if (json.EnterObject())
            while (json.NextMember())
                if (json.ValueTextEquals("audio_tokens"u8))
                    audio = Count(ref json);
                else if (json.ValueTextEquals("image_tokens"u8))
                    images = Count(ref json);
                else
                    ReadPart(ref json);
        else
            malformed |= json.TokenType != JsonTokenType.Null;
        return (audio, images);
    }

    private void ReadCalls(ref Utf8JsonReader json)
    {
        if (!json.EnterObject())
            return;
        while (json.NextMember())
            if (CallCounter.FindCount(json) is >= 0 and var tool)
                (Calls ??= new long?[ToolPrice.Known.Count])[tool] = Count(ref json);
            else
                json.SkipValue();
    }

    /// <summary>A part of the input or the output: OpenAI and OpenRouter have them in details, others beside the whole.</summary>
    private void ReadPart(ref Utf8JsonReader json)
    {
        if (
            json.ValueTextEquals("cached_tokens"u8)
            || json.ValueTextEquals("cache_read_input_tokens"u8)
            || json.ValueTextEquals("prompt_cache_hit_tokens"u8)
        )
            // Some vendors state it in two places, in one of them as 0.
            cached = Larger(cached, Count(ref json));
        else if (json.ValueTextEquals("cache_write_tokens"u8) || json.ValueTextEquals("cache_creation_input_tokens"u8))
            written = Larger(written, Count(ref json));
        else if (json.ValueTextEquals("ephemeral_1h_input_tokens"u8))
            (writtenHour, SplitsWrites) = (Larger(writtenHour, Count(ref json)), true);
        else if (json.ValueTextEquals("ephemeral_5m_input_tokens"u8))
            (_, SplitsWrites) = (Count(ref json), true);
        else if (json.ValueTextEquals("reasoning_tokens"u8) || json.ValueTextEquals("thinking_tokens"u8))
            reasoning = Larger(reasoning, Count(ref json));
        else
            json.SkipValue();
    }

    /// <summary>Null where the member is null or no count.</summary>
    private long? Count(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count) && count is >= 0 and <= MaxCount)
            return count;
        malformed |= json.TokenType != JsonTokenType.Null;
        json.Skip();
        return null;
    }

    private static long? Larger(long? a, long? b) => a is null || b > a ? b : a;
}
