using System.Net.Http.Json;
using Platform.Contracts;

namespace Platform.ServiceDefaults.Refused;

/// <summary>Whose a key is, by its public id: at Accounts, through a cache. A key never changes hands.</summary>
internal sealed class KeyOwners(HttpClient accounts, TimeProvider time)
{
    private const int MaxEntries = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (Guid? Account, long AskedAt)> known = new(StringComparer.Ordinal);

    /// <summary>The accounts of those ids that a key has.</summary>
    /// <exception cref="HttpRequestException">Accounts did not answer.</exception>
    public async Task<IReadOnlyDictionary<string, Guid>> FindAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        string[] wanted = [.. ids.Distinct(StringComparer.Ordinal)];
        string[] unknown =
        [
            .. wanted.Where(id =>
                !known.TryGetValue(id, out var entry) || entry.Account is null && time.GetElapsedTime(entry.AskedAt) >= Fresh
            ),
        ];
        if (unknown.Length > 0)
            await AskAsync(unknown, cancellationToken);
        return wanted
            .Where(id => known.GetValueOrDefault(id).Account is not null)
            .ToDictionary(id => id, id => known[id].Account!.Value, StringComparer.Ordinal);
    }

    private async Task AskAsync(string[] ids, CancellationToken cancellationToken)
    {
        using var response = await accounts.PostAsJsonAsync(AccountsRoutes.KeyOwners, new KeyOwnersRequest(ids), cancellationToken);
        var owners = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<KeyOwner[]>(cancellationToken);
        if (known.Count + ids.Length > MaxEntries)
            known.Clear();
        var now = time.GetTimestamp();
        foreach (var id in ids)
            known[id] = (null, now);
        foreach (var owner in owners ?? [])
            known[owner.Id] = (owner.AccountId, now);
    }
}
