using System.Text.Json.Serialization;

namespace Platform.Usage.Reports;

/// <summary>The sums of the whole ledger at one moment, to compare with what upstreams have served.</summary>
internal sealed record TotalsView
{
    public long UsageRecords { get; init; }

    public long UsageTransactions { get; init; }

    /// <summary>The usage records of calls to an upstream: all except those of abandoned holds.</summary>
    [JsonPropertyName("attemptsBooked")]
    public long AttemptsPosted { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>The sum of the records' charges.</summary>
    public long ChargedNanoUsd { get; init; }

    /// <summary>The sum of the ledger's revenue, which must equal <see cref="ChargedNanoUsd"/>.</summary>
    public long LedgerSumNanoUsd { get; init; }

    /// <summary>The sum of all entries of the ledger, which must be 0.</summary>
    public long LedgerBalanceNanoUsd { get; init; }

    public long DeadLetters { get; init; }

    public long OutboxPending { get; init; }

    /// <summary>The events that are settled and not posted yet; null when Redis is unavailable.</summary>
    public long? EventsPending { get; init; }
}
