namespace Platform.Contracts;

/// <summary>
/// The names of the till's keys in Redis. All keys of an account carry the hash tag of its shard, so that one script may touch
/// them together on a Redis Cluster as on a single server.
/// </summary>
public static class TillKeys
{
    public const int Shards = 16;

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
    /// How long a shard stays open unless Usage or a gateway renews it. Redis keeps the moment, not the span, so a till that comes
    /// back from a state older than this comes back closed.
    /// </summary>
    public static readonly TimeSpan OpenLifetime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// String: present while the shard may admit; its value, the epoch, is another each time the shard is filled from the book. Usage
    /// sets it once the shard agrees with the book.
    /// </summary>
    public static string Open(int shard) => Opens[shard];

    /// <summary>Stream of <see cref="UsageEvent"/>s to be booked; field <c>e</c> is the event as JSON.</summary>
    public static string Events(int shard) => EventStreams[shard];

    /// <summary>Sorted set of request ids by the time, in milliseconds since 1970, at which their hold expires.</summary>
    public static string Holds(int shard) => HoldSets[shard];

    /// <summary>
    /// String: up to when, in milliseconds since 1970, the requests that are booked are marked here as settled. Redis loses it, or goes back
    /// to an older one, together with the marks.
    /// </summary>
    public static string Marked(int shard) => Marks[shard];

    /// <summary>
    /// Hash: <c>credit</c> and <c>held</c> in nano-USD, <c>inflight</c> requests; of each budget <see cref="Spent"/> and <see cref="Held"/>, and
    /// of each API key <c>rate:</c> and its id: the theoretical arrival time (GCRA) of its next request, in microseconds since 1970.
    /// </summary>
    public static string Account(Guid account) => AccountPrefix(ShardOf(account)) + account.ToString("N");

    /// <summary>Field of <see cref="Account"/>: what was spent against a key's spend limit, in nano-USD.</summary>
    public static string Spent(string budgetId) => "spent:" + budgetId;

    /// <summary>Field of <see cref="Account"/>: what is held against a key's spend limit, in nano-USD.</summary>
    public static string Held(string budgetId) => "held:" + budgetId;

    /// <summary>
    /// String of lines, the first of which says held, settled, expired or withdrawn. The others are there as long as it is held: the amount
    /// in nano-USD, the start in milliseconds since 1970, and <see cref="HoldLines"/>. It stays for a day after it has ended, to
    /// recognise a repeat.
    /// </summary>
    public static string Hold(int shard, string requestId) => Tag(shard) + "hold:" + requestId;

    /// <summary>Whose a hold is, and what a usage record of an abandoned request needs. The model is last: it may be anything.</summary>
    public static string HoldLines(Guid account, string budgetId, string keyId, string endpoint, string model) =>
        $"{account:N}\n{budgetId}\n{keyId}\n{endpoint}\n{model}";

    /// <summary>
    /// Hash: the request that a client named with an Idempotency-Key, its <c>fingerprint</c>, <c>state</c> (running, kept or ended) and the
    /// answer kept for a repeat. <paramref name="name"/> is the name's hash.
    /// </summary>
    public static string Claim(Guid account, string budgetId, string name) => Tag(account) + "claim:" + budgetId + ":" + name;

    /// <summary>String: what was said up to the end of a response, as a JSON list of items, for requests that go on from it.</summary>
    public static string Response(Guid account, string responseId) => Tag(account) + "response:" + account.ToString("N") + ":" + responseId;

    /// <summary>String: marks a ledger transaction as already applied to the till.</summary>
    public static string Applied(Guid account, string transactionId) => Tag(account) + "applied:" + transactionId;

    /// <summary>What the names of a shard's <see cref="Account"/>s begin with; the account's id in 32 digits follows.</summary>
    public static string AccountPrefix(int shard) => Tag(shard) + "account:";

    private static string Tag(Guid account) => Tag(ShardOf(account));

    private static string Tag(int shard) => Tags[shard];

    private static string[] OfShards(Func<int, string> name) => [.. Enumerable.Range(0, Shards).Select(name)];
}
