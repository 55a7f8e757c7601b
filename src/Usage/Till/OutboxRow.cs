namespace Platform.Usage.Till;

/// <summary>A ledger transaction that the till has still to apply.</summary>
internal sealed record OutboxRow(Guid TransactionId, Guid AccountId, long AmountNano);
