namespace Platform.Contracts;

/// <summary>
/// The names of the till's keys in Redis. All keys of an account carry the hash tag of its shard, so that one script may touch
/// them together on a Redis Cluster as on a single server.
/// </summary>
public static class TillKeys
{
    public const int Shards = 16;

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
    public static string Open(int shard) => Tag(shard) + "open";

    /// <summary>Stream of <see cref="UsageEvent"/>s to be booked; field <c>e</c> is the event as JSON.</summary>
    public static string Events(int shard) => Tag(shard) + "events";

    /// <summary>Sorted set of request ids by the time, in milliseconds since 1970, at which their hold expires.</summary>
    public static string Holds(int shard) => Tag(shard) + "holds";

    /// <summary>Hash: <c>credit</c> and <c>held</c> in nano-USD, <c>inflight</c> requests.</summary>
    public static string Account(Guid account) => Tag(account) + "account:" + account.ToString("N");

    /// <summary>Hash: <c>spent</c> and <c>held</c> in nano-USD against a key's spend limit.</summary>
    public static string Budget(Guid account, string budgetId) => Tag(account) + "budget:" + budgetId;

    /// <summary>String: the theoretical arrival time (GCRA) of a key's next request, in microseconds since 1970.</summary>
    public static string Rate(Guid account, string keyId) => Tag(account) + "rate:" + keyId;

    /// <summary>Hash of one hold: <c>account</c>, <c>budget</c>, <c>amount</c>, <c>state</c> (held, settled, expired or withdrawn) and what a usage record
    /// of an abandoned request needs; it stays for a day after settlement, to recognise a repeat.</summary>
    public static string Hold(int shard, string requestId) => Tag(shard) + "hold:" + requestId;

    /// <summary>
    /// Hash: the request that a client named with an Idempotency-Key, its <c>fingerprint</c>, <c>state</c> (running, kept or ended) and the
    /// answer kept for a repeat. <paramref name="name"/> is the name's hash.
    /// </summary>
    public static string Claim(Guid account, string budgetId, string name) => Tag(account) + "claim:" + budgetId + ":" + name;

    /// <summary>String: what was said up to the end of a response, as a JSON list of items, for requests that go on from it.</summary>
    public static string Response(Guid account, string responseId) => Tag(account) + "response:" + account.ToString("N") + ":" + responseId;

    /// <summary>String: marks a ledger transaction as already applied to the till.</summary>
    public static string Applied(Guid account, string transactionId) => Tag(account) + "applied:" + transactionId;

    /// <summary>What the names of all keys of a shard begin with.</summary>
    public static string Prefix(int shard) => Tag(shard);

    private static string Tag(Guid account) => Tag(ShardOf(account));

    private static string Tag(int shard) => $"{{till{shard}}}:";
}
