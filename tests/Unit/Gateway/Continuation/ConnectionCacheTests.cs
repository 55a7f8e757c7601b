using System.Text;
using Microsoft.Extensions.Options;
using Platform.Gateway.Continuation;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Continuation;

public sealed class ConnectionCacheTests
{
    private readonly ConnectionMemory memory = new(
        Options.Create(new ContinuationOptions { ConnectionBytes = 100, ConnectionBytesInAll = 150 })
    );

    private static KeptResponse Of(int bytes) => new(Encoding.UTF8.GetBytes("[]"), new byte[bytes - 2]);

    [Fact]
    public void The_last_response_of_each_lane_is_kept()
    {
        using var cache = new ConnectionCache(memory);
        cache.Keep("", "a", Of(10));
        cache.Keep("main", "b", Of(10));
        cache.Keep("", "c", Of(10));
        Assert.Equal((false, true, true), (cache.Find("a") is not null, cache.Find("b") is not null, cache.Find("c") is not null));
        Assert.Equal(20, memory.Taken);
    }

    [Fact]
    public void What_a_connection_may_keep_is_bounded_and_the_oldest_goes()
    {
        using var cache = new ConnectionCache(memory);
        cache.Keep("a", "a", Of(60));
        cache.Keep("b", "b", Of(40));
        cache.Keep("c", "c", Of(30));
        Assert.Equal((false, true, true), (cache.Find("a") is not null, cache.Find("b") is not null, cache.Find("c") is not null));
        cache.Keep("b", "d", Of(101));
        Assert.Equal((false, false, true), (cache.Find("b") is not null, cache.Find("d") is not null, cache.Find("c") is not null));
        Assert.Equal(30, memory.Taken);
    }

    [Fact]
    public void What_all_keep_is_bounded_and_is_free_again_when_a_connection_ends()
    {
        using var one = new ConnectionCache(memory);
        using var two = new ConnectionCache(memory);
        one.Keep("", "a", Of(90));
        two.Keep("", "b", Of(90));
        Assert.Null(two.Find("b"));
        one.Dispose();
        Assert.Equal(0, memory.Taken);
        two.Keep("", "b", Of(90));
        Assert.NotNull(two.Find("b"));
        one.Keep("", "c", Of(10));
        Assert.Null(one.Find("c"));
    }
}
