namespace Platform.Usage.Intake;

/// <summary>
/// One entry of a shard's stream. <paramref name="Raw"/> is null when the entry was removed while it was still on our list.
/// </summary>
internal sealed record ShardEntry(int Shard, string Id, byte[]? Raw);
