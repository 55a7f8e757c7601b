using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Connect;

/// <summary>
/// What came for a key since a moment. It is read from Usage, where receipts and refusals arrive by themselves: the gateway does not know
/// that anybody listens.
/// </summary>
public sealed class Sightings(UsageClient usage, RefusedClient refused)
{
    /// <summary>The largest number that is looked at; of a tool that calls more often the newest.</summary>
    private const int Most = 20;

    /// <summary>
    /// Newest first. Refusals of the account's other keys are among them where the key is not verified: a tool that still has an old key
    /// is what the person waits for.
    /// </summary>
    public async Task<IReadOnlyList<Sighting>> SinceAsync(
        Person person,
        Tool tool,
        string keyId,
        IReadOnlyList<KeyView> keys,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var refusals = refused.ListAsync(person.AccountId, new RefusedQuery(From: since, Limit: 2 * Most), cancellationToken);
        var records = usage.RecordsAsync(person.AccountId, new UsageQuery(From: since, Key: keyId, Limit: Most), cancellationToken);
        await Task.WhenAll(refusals, records);
        var told = (await refusals)
            .Expect()
            .Requests.Where(request => request.KeyId == keyId || !request.Verified)
            .Select(request => (request.At, Sighting: SightingWords.Of(request, tool, keyId, keys)));
        var answered = (await records)
            .Expect()
            .Records.GroupBy(record => record.RequestId, StringComparer.Ordinal)
            .Select(attempts => attempts.OrderBy(attempt => attempt.Attempt).ToArray())
            .Select(attempts => (At: attempts[^1].StartedAt, Sighting: SightingWords.Of(attempts)));
        return [.. told.Concat(answered).OrderByDescending(seen => seen.At).Select(seen => seen.Sighting).Take(Most)];
    }
}
