using System.Text;
using Platform.Gateway.Kept;
using Platform.Tests.Unit.MoneyCore;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Kept;

/// <summary>What is kept for an account stays within its budget, in a real Redis.</summary>
public sealed class KeptStoreTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private const int Budget = 100_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly KeptStore store = new(redis.Connection);
    private readonly KeptKind kind = new("answer", TimeSpan.FromMinutes(1), Budget);
    private readonly Guid account = Guid.CreateVersion7();

    private IDatabase Redis => redis.Connection.GetDatabase();

    private RedisKey Sizes => $"{{kept:{account:N}}}:answer:sizes";

    private RedisKey Order => $"{{kept:{account:N}}}:answer:order";

    [RedisTheory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(50_000)]
    public async Task What_is_kept_is_found_by_its_account_alone(int bytes)
    {
        var content = Noise(bytes);
        Assert.True(await KeepAsync("a", content));
        Assert.Equal(content, await FindAsync("a"));
        Assert.Null(await FindAsync("b"));
        Assert.Null(await store.FindAsync(kind, Guid.CreateVersion7(), "a").WaitAsync(Timeout));
        Assert.Null(await store.FindAsync(kind with { Name = "conversation" }, account, "a").WaitAsync(Timeout));
        Assert.InRange((await Redis.KeyTimeToLiveAsync(Sizes))!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [RedisFact]
    public async Task What_is_deleted_is_gone_and_gives_its_room_back()
    {
        Assert.True(await KeepAsync("a", Noise(50_000)));
        Assert.False(await store.DeleteAsync(kind, Guid.CreateVersion7(), "a").WaitAsync(Timeout));
        Assert.True(await store.DeleteAsync(kind, account, "a").WaitAsync(Timeout));
        Assert.Null(await FindAsync("a"));
        Assert.Equal((0, 0), ((int)await Redis.HashGetAsync(Sizes, ""), await Redis.SortedSetLengthAsync(Order)));
        Assert.False(await store.DeleteAsync(kind, account, "a").WaitAsync(Timeout));
    }

    [RedisFact]
    public async Task Beyond_the_budget_the_oldest_goes_first()
    {
        for (var i = 0; i < 10; i++)
            Assert.True(await KeepAsync($"{i}", Noise(24_000)));
        Assert.Equal((int[])[6, 7, 8, 9], await FoundAsync(10));
        Assert.InRange((long)await Redis.HashGetAsync(Sizes, ""), 96_000, Budget);
        Assert.Equal(5, await Redis.HashLengthAsync(Sizes));
        Assert.Equal(4, await Redis.SortedSetLengthAsync(Order));
    }

    [RedisFact]
    public async Task What_is_larger_than_the_budget_is_not_kept_and_drops_nothing()
    {
        Assert.True(await KeepAsync("a", Noise(50_000)));
        Assert.False(await KeepAsync("b", Noise(Budget)));
        Assert.NotNull(await FindAsync("a"));
    }

    [RedisFact]
    public async Task Under_the_same_name_the_newer_replaces_the_older_and_counts_once()
    {
        for (var i = 0; i < 10; i++)
            Assert.True(await KeepAsync("a", Noise(50_000 + i)));
        Assert.Equal(Noise(50_009), await FindAsync("a"));
        Assert.InRange((long)await Redis.HashGetAsync(Sizes, ""), 50_000, 51_000);
    }

    [RedisFact]
    public async Task Many_small_ones_count_with_what_keeping_them_takes()
    {
        for (var i = 0; i < 400; i++)
            Assert.True(await KeepAsync($"{i}", [1]));
        Assert.InRange(await Redis.SortedSetLengthAsync(Order), 100, Budget / 300);
    }

    [RedisFact]
    public async Task What_expired_makes_no_other_go()
    {
        Assert.True(await KeepAsync("expired", Noise(60_000)));
        await Redis.SortedSetAddAsync(Order, "expired", 1);
        Assert.True(await KeepAsync("a", Noise(40_000)));
        Assert.True(await KeepAsync("b", Noise(40_000)));
        Assert.NotNull(await FindAsync("a"));
        Assert.InRange((long)await Redis.HashGetAsync(Sizes, ""), 80_000, 82_000);
    }

    /// <summary>Redis may evict one of the two and not the other.</summary>
    [RedisTheory]
    [InlineData("sizes")]
    [InlineData("order")]
    public async Task Evicted_books_are_begun_anew(string book)
    {
        for (var i = 0; i < 4; i++)
            Assert.True(await KeepAsync($"{i}", Noise(24_000)));
        await Redis.KeyDeleteAsync(book == "sizes" ? Sizes : Order);
        for (var i = 4; i < 12; i++)
            Assert.True(await KeepAsync($"{i}", Noise(24_000)));
        Assert.NotNull(await FindAsync("11"));
        Assert.InRange((long)await Redis.HashGetAsync(Sizes, ""), 24_000, Budget);
    }

    [RedisFact]
    public async Task Text_is_kept_compressed()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"role":"user","content":"Hello, who are you?"},""", 1_000)));
        Assert.True(await KeepAsync("a", text));
        Assert.Equal(text, await FindAsync("a"));
        Assert.InRange(await Redis.StringLengthAsync($"{{kept:{account:N}}}:answer:item:a"), 10, text.Length / 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(100_000)]
    public void What_was_compressed_comes_back_byte_for_byte(int bytes)
    {
        Assert.Equal(Noise(bytes), Compression.Decompress(Compression.Compress(Noise(bytes))));
        Assert.Equal(new byte[bytes], Compression.Decompress(Compression.Compress(new byte[bytes])));
        Assert.True(Compression.Compress(Noise(bytes)).Length <= bytes + 5);
    }

    private async Task<int[]> FoundAsync(int names)
    {
        var found = new List<int>();
        for (var i = 0; i < names; i++)
        {
            if (await FindAsync($"{i}") is not null)
                found.Add(i);
        }

        return [.. found];
    }

    private Task<bool> KeepAsync(string name, byte[] content) => store.KeepAsync(kind, account, name, content).WaitAsync(Timeout);

    private Task<byte[]?> FindAsync(string name) => store.FindAsync(kind, account, name).WaitAsync(Timeout);

    /// <summary>Does not compress.</summary>
    private static byte[] Noise(int bytes)
    {
        var (noise, state) = (new byte[bytes], (uint)bytes + 1);
        for (var i = 0; i < bytes; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            noise[i] = (byte)state;
        }

        return noise;
    }
}

/// <summary>A Redis that is full.</summary>
public sealed class FullRedis : PrivateRedis
{
    protected override string[] Settings => ["--maxmemory", "4mb", "--maxmemory-policy", "allkeys-lru"];
}

public sealed class FullKeptStoreTests(FullRedis redis, PrivateRedis other) : IClassFixture<FullRedis>, IClassFixture<PrivateRedis>
{
    [RedisFact]
    public async Task A_redis_that_is_not_bounded_or_is_the_tills_is_a_problem()
    {
        Assert.Empty(await KeptCheck.FindProblemsAsync(redis.Connection, other.Connection));
        Assert.Contains(
            "same server",
            Assert.Single(await KeptCheck.FindProblemsAsync(redis.Connection, redis.Connection)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no maxmemory",
            Assert.Single(await KeptCheck.FindProblemsAsync(other.Connection, redis.Connection)),
            StringComparison.Ordinal
        );
        await redis.Connection.GetServers().Single().ConfigSetAsync("maxmemory-policy", "noeviction");
        try
        {
            Assert.Contains(
                "does not evict",
                Assert.Single(await KeptCheck.FindProblemsAsync(redis.Connection, other.Connection)),
                StringComparison.Ordinal
            );
        }
        finally
        {
            await redis.Connection.GetServers().Single().ConfigSetAsync("maxmemory-policy", "allkeys-lru");
        }
    }

    [RedisFact]
    public async Task All_accounts_together_stay_within_the_memory_of_their_redis()
    {
        var store = new KeptStore(redis.Connection);
        var kind = new KeptKind("answer", TimeSpan.FromMinutes(1), 100_000);
        var content = System.Security.Cryptography.RandomNumberGenerator.GetBytes(30_000);
        for (var i = 0; i < 1_000; i++)
            Assert.True(await store.KeepAsync(kind, Guid.CreateVersion7(), "a", content).WaitAsync(TimeSpan.FromSeconds(20)));
        var memory = (await redis.Connection.GetServers().Single().InfoAsync("memory")).SelectMany(section => section);
        Assert.InRange(
            long.Parse(memory.Single(line => line.Key == "used_memory").Value, System.Globalization.CultureInfo.InvariantCulture),
            1,
            4_500_000
        );
    }
}
