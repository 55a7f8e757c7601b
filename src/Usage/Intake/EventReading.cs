using System.Text.Json;
using Platform.Contracts;

namespace Platform.Usage.Intake;

/// <summary>What an entry of the stream turned out to be: an event that can be booked, or a problem with it.</summary>
internal sealed record EventReading(ShardEntry Entry, UsageEvent? Event, string? Problem)
{
    public static EventReading Of(ShardEntry entry)
    {
        try
        {
            var read = JsonSerializer.Deserialize(entry.Raw, ContractsJson.Default.UsageEvent);
            return Of(entry, read is null ? "it is null" : EventRules.Problem(read, entry.Shard), read);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return Of(entry, "it cannot be read: " + e.Message, null);
        }
    }

    /// <summary>The same entry as a dead letter.</summary>
    public EventReading Refused(string reason) => new(Entry, null, reason);

    private static EventReading Of(ShardEntry entry, string? problem, UsageEvent? read) =>
        problem is null ? new EventReading(entry, read, null) : new EventReading(entry, null, problem);
}
