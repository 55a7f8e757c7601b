namespace Platform.Usage.Till;

/// <summary>A ledger transaction of the book that the till must still take over.</summary>
internal sealed record OutboxRow(Guid TransactionId, Guid AccountId, long AmountNano);
