using System.Globalization;
using Platform.Contracts;

namespace Platform.Till;

/// <summary>
/// The names of the till's keys in Redis. All keys of an account carry the hash tag of its shard, so that one script may touch
/// them together on a Redis Cluster as on a single server.
/// </summary>
public static class TillKeys
{
    public const int Shards = 16;

    /// <summary>For how many days the till keeps what a budget spent on each.</summary>
    public const int Days = 64;

    /// <summary>Matches the keys of all accounts.</summary>
    internal const string AccountPattern = "{till*}:account:*";

    /// <summary>Field of <see cref="Account"/>: its credit, in nano-USD.</summary>
    internal const string Credit = "credit";

    /// <summary>Field of <see cref="Account"/>: what is held of it, in nano-USD.</summary>
    internal const string AccountHeld = "held";

    private static readonly string[] Tags = OfShards(shard => $"{{till{shard}}}:");
    private static readonly string[] Opens = OfShards(shard => Tags[shard] + "open");
    private static readonly string[] EventStreams = OfShards(shard => Tags[shard] + "events");
    private static readonly string[] HoldSets = OfShards(shard => Tags[shard] + "holds");
    private static readonly string[] Marks = OfShards(shard => Tags[shard] + "marked");

    /// <summary>The shard of an account: the low four bits of its id's last byte, which are random in a version 7 id.</summary>
    public static int ShardOf(Guid account)
    {
        Span<byte> bytes = stackalloc byte[16];
        account.TryWriteBytes(bytes);
        return bytes[15] & (Shards - 1);
    }

    /// <summary>
    /// String: present while the shard may admit. Its value is the epoch, which changes each time the shard is filled from the ledger.
    /// Usage sets it once the shard agrees with the ledger.
    /// </summary>
    public static string Open(int shard) => Opens[shard];

    /// <summary>Stream of <see cref="UsageEvent"/>s to be posted to the ledger; field <c>e</c> is the event as JSON.</summary>
    public static string Events(int shard) => EventStreams[shard];

    /// <summary>Sorted set of request ids by the time, in milliseconds since 1970, at which their hold expires.</summary>
    public static string Holds(int shard) => HoldSets[shard];

    /// <summary>
    /// String: the time, in milliseconds since 1970, up to which the requests that the ledger has are marked here as settled. Redis loses
    /// it, or returns to an older one, together with the marks.
    /// </summary>
    public static string Marked(int shard) => Marks[shard];

    /// <summary>
    /// Hash: <c>credit</c> and <c>held</c> in nano-USD, <c>inflight</c> requests; of each budget <see cref="Spent"/>,
    /// <see cref="Held"/> and of each day <see cref="Day"/>; of each budget <c>rate:</c> and its id, for counts of tokens <c>rate:count:</c> and its id: the
    /// theoretical arrival time (GCRA) of its next request, in microseconds since 1970.
    /// </summary>
    public static string Account(Guid account) => AccountPrefix(ShardOf(account)) + account.ToString("N");

    /// <summary>Field of <see cref="Account"/>: what was spent against a key's spend limit, in nano-USD.</summary>
    public static string Spent(string budgetId) => "spent:" + budgetId;

    /// <summary>Field of <see cref="Account"/>: what is held against a key's spend limit, in nano-USD.</summary>
    public static string Held(string budgetId) => "held:" + budgetId;

    /// <summary>
    /// Field of <see cref="Account"/>: what is spent and held of a day (UTC) against a key's spend limits for a period, as
    /// <c>days.lua</c> writes it. A day shares its field with those 64 days before and after it.
    /// </summary>
    public static string Day(string budgetId, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"day:{SpendPeriods.Number(day) % Days}:{budgetId}");

    /// <summary>
    /// String of lines, the text of a <see cref="Till.Hold"/>; the first says its state. The ended state stays for
    /// <see cref="TillLifetimes.EndedHold"/>, to recognise a repeat.
    /// </summary>
    public static string Hold(int shard, string requestId) => Tag(shard) + "hold:" + requestId;

    /// <summary>
    /// Hash: the request that a client named with an Idempotency-Key, its <c>fingerprint</c> and <c>state</c> (running, stored or ended).
    /// <paramref name="name"/> is the name's hash.
    /// </summary>
    public static string Claim(Guid account, string budgetId, string name) => Tag(account) + "claim:" + budgetId + ":" + name;

    /// <summary>String: marks a ledger transaction as already applied to the till.</summary>
    public static string Applied(Guid account, Guid transactionId) => Tag(account) + "applied:" + transactionId.ToString("N");

    /// <summary>The prefix of a shard's <see cref="Account"/> keys; the account's id in 32 digits follows.</summary>
    public static string AccountPrefix(int shard) => Tag(shard) + "account:";

    /// <summary>The account whose key this is; null when it is no key of an account.</summary>
    internal static Guid? ParseAccount(string key) =>
        Guid.TryParseExact(key.AsSpan(key.LastIndexOf(':') + 1), "N", out var account) ? account : null;

    private static string Tag(Guid account) => Tag(ShardOf(account));

    private static string Tag(int shard) => Tags[shard];

    private static string[] OfShards(Func<int, string> name) => [.. Enumerable.Range(0, Shards).Select(name)];
}
