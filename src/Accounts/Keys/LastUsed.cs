using System.Collections.Concurrent;
using Npgsql;
using Platform.ServiceDefaults;

namespace Platform.Accounts.Keys;

/// <summary>
/// Collects in memory when and by which tool each key was last used, and writes it in one statement at most once a second and when the service ends. A
/// failed write is repeated; a kill loses at most the last second.
/// </summary>
internal sealed class LastUsed(NpgsqlDataSource database, TimeProvider time, ILogger<LastUsed> log) : RepeatingService(time, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string? Client)> marks = new();

    /// <param name="client">What the tool says it is.</param>
    public void Mark(string keyId, DateTimeOffset at, string? client) => marks[keyId] = (at, ClientText.Of(client));

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return Interval;
    }

    protected override bool IsTransient(Exception exception) => exception is NpgsqlException;

    protected override TimeSpan RetryPause(int failures) => Interval;

    /// <summary>The server has answered its last request by now, so no further use follows.</summary>
    protected override Task FinishAsync() => FlushAsync(CancellationToken.None);

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var batch = marks.ToArray();
        if (batch.Length == 0)
            return;
        // The same order everywhere, so that replicas that write the same keys do not deadlock.
        Array.Sort(batch, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        await WriteAsync(batch, cancellationToken);
        // Removes only what was written: a key that was used again meanwhile has another time and stays.
        foreach (var mark in batch)
            marks.TryRemove(mark);
    }

    private async Task WriteAsync(KeyValuePair<string, (DateTimeOffset At, string? Client)>[] batch, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE api_keys SET last_used_at = used.at, last_client = used.client
            FROM unnest($1, $2, $3) AS used (id, at, client)
            WHERE api_keys.id = used.id AND (last_used_at IS NULL OR last_used_at <= used.at)
            """
        );
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(mark => mark.Key)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. batch.Select(mark => mark.Value.At)] });
        command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. batch.Select(mark => mark.Value.Client)] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
