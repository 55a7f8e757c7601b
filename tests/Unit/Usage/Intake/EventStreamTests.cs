using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using Platform.Usage.Intake;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.Usage.Intake;

/// <summary>The streams in a real Redis, each test in a stream of its own.</summary>
public sealed class EventStreamTests(PrivateRedis server) : IClassFixture<PrivateRedis>
{
    private IDatabase Redis => server.Connection.GetDatabase();

    [RedisFact]
    public async Task An_entry_is_new_once_and_then_our_own_until_it_is_removed()
    {
        var stream = await OpenAsync();
        var id = await Redis.StreamAddAsync(TillKeys.Events(2), "e", "{\"a\":1}");
        Assert.Equal([(2, id.ToString(), "{\"a\":1}")], await ReadAsync(stream, own: false));
        Assert.Empty(await ReadAsync(stream, own: false));
        // Again, as after a restart of the service.
        await stream.EnsureGroupsAsync(default);
        Assert.Equal([(2, id.ToString(), "{\"a\":1}")], await ReadAsync(stream, own: true));
        var backlog = await stream.BacklogAsync(default);
        Assert.Equal((1, Backlog.ParseTime(id!)), (backlog.Events, backlog.Oldest));

        await stream.RemoveAsync(await stream.ReadAsync(own: true, default), default);
        Assert.Empty(await ReadAsync(stream, own: true));
        Assert.Equal(new Backlog(0, null), await stream.BacklogAsync(default));
        Assert.Equal(0, (await Redis.StreamPendingAsync(TillKeys.Events(2), "usage")).PendingMessageCount);
    }

    [RedisFact]
    public async Task An_entry_removed_while_it_was_ours_comes_without_a_body()
    {
        var stream = await OpenAsync();
        var id = await Redis.StreamAddAsync(TillKeys.Events(3), "e", "{}");
        await stream.ReadAsync(own: false, default);
        await Redis.StreamDeleteAsync(TillKeys.Events(3), [id]);
        Assert.Equal([(3, id.ToString(), null)], await ReadAsync(stream, own: true));
        await stream.RemoveAsync(await stream.ReadAsync(own: true, default), default);
        Assert.Empty(await ReadAsync(stream, own: true));
    }

    [RedisFact]
    public async Task An_entry_without_an_event_is_kept_with_all_its_fields()
    {
        var stream = await OpenAsync();
        var id = await Redis.StreamAddAsync(TillKeys.Events(4), [new("x", "\"é\""), new("y", 7), new("ee", "")]);
        Assert.Equal([(4, id.ToString(), """["x","\u0022\u00E9\u0022","y","7","ee",""]""")], await ReadAsync(stream, own: false));
        await stream.RemoveAsync(await stream.ReadAsync(own: true, default), default);
    }

    [RedisFact]
    public async Task What_a_dead_consumer_left_becomes_our_own()
    {
        var stream = await OpenAsync();
        var id = await Redis.StreamAddAsync(TillKeys.Events(5), [new("x", "1"), new("e", "{}")]);
        await Redis.StreamReadGroupAsync(TillKeys.Events(5), "usage", "dead");
        Assert.False(await stream.ClaimStaleAsync(default));
        Assert.Empty(await ReadAsync(stream, own: true));

        await Redis.ExecuteAsync("XCLAIM", TillKeys.Events(5), "usage", "dead", 0, id, "IDLE", 31_000);
        Assert.True(await stream.ClaimStaleAsync(default));
        Assert.Equal([(5, id.ToString(), "{}")], await ReadAsync(stream, own: true));
        await stream.RemoveAsync(await stream.ReadAsync(own: true, default), default);
    }

    private async Task<EventStream> OpenAsync()
    {
        var stream = new EventStream(server.Connection);
        await stream.EnsureGroupsAsync(default);
        return stream;
    }

    private static async Task<IEnumerable<(int Shard, string Id, string? Text)>> ReadAsync(EventStream stream, bool own) =>
        (await stream.ReadAsync(own, default)).Select(entry =>
            (entry.Shard, entry.Id, entry.Raw is null ? null : System.Text.Encoding.UTF8.GetString(entry.Raw))
        );
}
