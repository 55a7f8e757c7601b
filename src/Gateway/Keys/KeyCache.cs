using System.Collections.Concurrent;
using Platform.Contracts;

namespace Platform.Gateway.Keys;

/// <summary>
/// Caches for a second what Accounts said of a key, unknown ones too, so that a busy key costs Accounts one request a second
/// and a revoked key stops here within two. Callers at the same time share one request. Nothing is served once it is
/// stale: when Accounts does not answer, keys are refused rather than trusted.
/// </summary>
internal sealed class KeyCache(KeyServiceClient keys, TimeProvider time)
{
    private const int MaxEntries = 100_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>The key with this hash; null when there is none.</summary>
    /// <exception cref="KeyServiceUnavailableException">Accounts did not answer.</exception>
    public async ValueTask<KeyFacts?> LookUpAsync(string hash, CancellationToken cancellationToken)
    {
        var entry = entries.GetValueOrDefault(hash);
        if (entry is null || time.GetElapsedTime(entry.AskedAt) >= Fresh || entry.Answer.IsValueCreated && entry.Answer.Value.IsFaulted)
            entry = Renew(hash, entry);
        return await entry.Answer.Value.WaitAsync(cancellationToken);
    }

    private Entry Renew(string hash, Entry? stale)
    {
        if (stale is null && entries.Count >= MaxEntries)
            Sweep();
        // Not under the caller's token: others may be waiting for the same answer.
        var renewed = new Entry(time.GetTimestamp(), new Lazy<Task<KeyFacts?>>(() => keys.VerifyAsync(hash)));
        return entries.AddOrUpdate(hash, renewed, (_, current) => ReferenceEquals(current, stale) ? renewed : current);
    }

    /// <summary>
    /// Drops the stale; should all be fresh, drops everything, which costs a question each and forgets nothing that matters.
    /// </summary>
    private void Sweep()
    {
        foreach (var (hash, entry) in entries)
        {
            if (time.GetElapsedTime(entry.AskedAt) >= Fresh)
                entries.TryRemove(hash, out _);
        }

        if (entries.Count >= MaxEntries)
            entries.Clear();
    }

    private sealed record Entry(long AskedAt, Lazy<Task<KeyFacts?>> Answer);
}
