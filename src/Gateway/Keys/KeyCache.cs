using System.Collections.Concurrent;
using Platform.Contracts;

namespace Platform.Gateway.Keys;

/// <summary>
/// Caches Accounts' answer for a key, unknown keys too, for a second. A busy key costs Accounts one request a second, and a revoked key
/// stops working here within two. Concurrent callers share one request. A stale answer is never used: when Accounts does not answer, keys
/// are refused.
/// </summary>
internal sealed class KeyCache(KeyServiceClient keys, TimeProvider time)
{
    private const int MaxEntries = 100_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>The key with this hash; null when there is none.</summary>
    /// <param name="client">What the caller says it is; of the callers of a second Accounts is given one.</param>
    /// <exception cref="KeyServiceUnavailableException">Accounts did not answer.</exception>
    public async ValueTask<KeyFacts?> LookUpAsync(string hash, string? client, CancellationToken cancellationToken)
    {
        var entry = entries.GetValueOrDefault(hash);
        if (entry is null || time.GetElapsedTime(entry.AskedAt) >= Fresh || entry.Answer.IsValueCreated && entry.Answer.Value.IsFaulted)
            entry = Renew(hash, client, entry);
        return await entry.Answer.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Whether the key existed when it was last looked up here, however long ago.</summary>
    public bool Knows(string hash) => entries.GetValueOrDefault(hash) is { Exists: true };

    /// <summary>The key as it was last looked up here, however long ago; asks nobody.</summary>
    public KeyFacts? Known(string hash) =>
        entries.GetValueOrDefault(hash)?.Answer is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } answer
            ? answer.Value.Result
            : null;

    private Entry Renew(string hash, string? client, Entry? stale)
    {
        if (stale is null && entries.Count >= MaxEntries)
            Sweep();
        // Without the caller's token: others may be waiting for the same answer.
        var renewed = new Entry(
            time.GetTimestamp(),
            stale is { Exists: true },
            new Lazy<Task<KeyFacts?>>(() => keys.VerifyAsync(hash, client))
        );
        return entries.AddOrUpdate(hash, renewed, (_, current) => ReferenceEquals(current, stale) ? renewed : current);
    }

    /// <summary>
    /// Drops stale entries, of keys that exist only where that is not enough; where all are fresh, drops all, which costs one more request
    /// to Accounts for each key.
    /// </summary>
    private void Sweep()
    {
        foreach (var existing in (bool[])[false, true])
        {
            foreach (var (hash, entry) in entries)
            {
                if (entry.Exists == existing && time.GetElapsedTime(entry.AskedAt) >= Fresh)
                    entries.TryRemove(hash, out _);
            }

            if (entries.Count < MaxEntries)
                return;
        }

        entries.Clear();
    }

    /// <param name="Existed">By the answer before.</param>
    private sealed record Entry(long AskedAt, bool Existed, Lazy<Task<KeyFacts?>> Answer)
    {
        public bool Exists =>
            Answer is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? Answer.Value.Result is not null : Existed;
    }
}
