namespace Platform.Usage.TillKeeper;

/// <summary>A change of credit that the till has not applied yet.</summary>
internal sealed record OutboxRow(Guid TransactionId, Guid AccountId, long AmountNano);
