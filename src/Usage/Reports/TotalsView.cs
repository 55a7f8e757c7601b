namespace Platform.Usage.Reports;

/// <summary>Everything the book holds, added up at one moment, to compare with what upstreams say they served.</summary>
internal sealed record TotalsView
{
    public long UsageRecords { get; init; }

    public long UsageTransactions { get; init; }

    /// <summary>Usage records of real calls to an upstream: all but those of abandoned holds.</summary>
    public long AttemptsBooked { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>The sum of the records' charges.</summary>
    public long ChargedNanoUsd { get; init; }

    /// <summary>The sum of the ledger's revenue. It equals <see cref="ChargedNanoUsd"/>.</summary>
    public long LedgerSumNanoUsd { get; init; }

    /// <summary>The sum of all entries of the ledger: 0.</summary>
    public long LedgerBalanceNanoUsd { get; init; }

    public long DeadLetters { get; init; }

    public long OutboxPending { get; init; }

    /// <summary>Settled but not booked yet; null when Redis does not say.</summary>
    public long? EventsPending { get; init; }
}
