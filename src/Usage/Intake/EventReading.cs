using System.Text.Json;
using Platform.Contracts;

namespace Platform.Usage.Intake;

/// <summary>What a stream entry contains: an event that can be posted, or a problem.</summary>
internal sealed record EventReading(ShardEntry Entry, UsageEvent? Event, string? Problem)
{
    public static EventReading Parse(ShardEntry entry)
    {
        try
        {
            var read = JsonSerializer.Deserialize(entry.Raw, ContractsJson.Default.UsageEvent);
            return From(entry, read is null ? "it is null" : EventRules.Problem(read, entry.Shard), read);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return From(entry, "it cannot be read: " + e.Message, null);
        }
    }

    /// <summary>The same entry as a dead letter.</summary>
    public EventReading Refused(string reason) => new(Entry, null, reason);

    private static EventReading From(ShardEntry entry, string? problem, UsageEvent? read) =>
        problem is null ? new EventReading(entry, read, null) : new EventReading(entry, null, problem);
}
