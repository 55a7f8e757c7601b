namespace Platform.Usage.Intake;

/// <summary>
/// One entry of a shard's stream. <paramref name="Raw"/> is null when the entry was removed before this consumer acknowledged it.
/// </summary>
internal sealed record ShardEntry(int Shard, string Id, byte[]? Raw);
