using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Gateway.Fairness;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Fairness;

public sealed class FairQueueTests
{
    private static readonly Guid A = Guid.CreateVersion7(),
        B = Guid.CreateVersion7(),
        C = Guid.CreateVersion7();

    private readonly FakeTimeProvider time = new();
    private FairnessOptions options = new()
    {
        MaxWait = TimeSpan.FromMinutes(5),
        MaxWaitingPerAccount = 2_000,
        MaxWaiting = 5_000,
    };
    private FairQueue? queue;
    private readonly List<Task<Entry>> entered = [];

    private FairQueue Queue => queue ??= new FairQueue(options, time);

    /// <summary>Two places a second. Whenever B comes, it has one of the next two.</summary>
    [Fact]
    public async Task A_burst_of_a_thousand_delays_another_account_by_one_place_at_most()
    {
        var limits = new RateLimits(RequestsPerMinute: 120);
        var burst = Enumerable.Range(0, 1_000).Select(_ => EnterAsync(limits, A)).ToArray();
        Assert.Equal(120, Served(burst));
        for (var second = 0; second < 100; second++)
        {
            var other = EnterAsync(limits, B);
            var before = Served(burst);
            Pass(TimeSpan.FromSeconds(1));
            Assert.True(IsServed(other), $"in second {second}");
            Assert.InRange(Served(burst) - before, 1, 2);
            (await other).Place!.Dispose();
        }
    }

    [Fact]
    public void Accounts_that_wait_take_turns_and_tokens_weigh()
    {
        var limits = new RateLimits(TokensPerMinute: 6_000);
        Assert.True(IsServed(EnterAsync(limits, C, 6_000)));
        var large = Enumerable.Range(0, 10).Select(_ => EnterAsync(limits, A, 300)).ToArray();
        var small = Enumerable.Range(0, 30).Select(_ => EnterAsync(limits, B, 100)).ToArray();
        for (var i = 0; i < 18; i++)
            Pass(TimeSpan.FromSeconds(1));
        // 1,800 tokens have drained: half of them were for each.
        Assert.InRange(Served(large), 2, 4);
        Assert.InRange(Served(small), 8, 10);
    }

    /// <summary>It has its turn at once, and no turns of the time in which it asked for nothing.</summary>
    [Fact]
    public void Whoever_comes_later_takes_turns_from_then_on()
    {
        var limits = new RateLimits(RequestsPerMinute: 60);
        var busy = Enumerable.Range(0, 200).Select(_ => EnterAsync(limits, A)).ToArray();
        for (var second = 0; second < 50; second++)
            Pass(TimeSpan.FromSeconds(1));
        Assert.InRange(Served(busy), 108, 111);
        var (before, late) = (Served(busy), Enumerable.Range(0, 40).Select(_ => EnterAsync(limits, B)).ToArray());
        for (var second = 0; second < 20; second++)
            Pass(TimeSpan.FromSeconds(1));
        Assert.InRange(Served(late), 9, 11);
        Assert.InRange(Served(busy) - before, 9, 11);
    }

    /// <summary>Large ones, each sent when the one before has its place, so that none of its account waits behind another.</summary>
    [Fact]
    public void Whoever_sends_one_after_the_other_gets_no_more_than_whoever_sends_all_at_once()
    {
        var limits = new RateLimits(TokensPerMinute: 6_000);
        Assert.True(IsServed(EnterAsync(limits, C, 6_000)));
        var together = Enumerable.Range(0, 60).Select(_ => EnterAsync(limits, B, 100)).ToArray();
        var (one, large) = (EnterAsync(limits, A, 300), 0);
        for (var second = 0; second < 36; second++)
        {
            Pass(TimeSpan.FromSeconds(1));
            if (!IsServed(one))
                continue;
            (one, large) = (EnterAsync(limits, A, 300), large + 1);
        }

        Assert.InRange(large, 5, 7);
        Assert.InRange(Served(together), 15, 21);
    }

    [Fact]
    public async Task Whoever_ends_makes_room_for_one_of_each_in_turn()
    {
        var limits = new RateLimits(ConcurrentRequests: 2);
        var running = new Queue<Task<Entry>>([EnterAsync(limits, A), EnterAsync(limits, A)]);
        var waiting = new[] { EnterAsync(limits, A), EnterAsync(limits, A), EnterAsync(limits, A), EnterAsync(limits, B) };
        Assert.DoesNotContain(waiting, IsServed);
        // Of two that are next, the account that asks for less.
        (await running.Dequeue()).Place!.Dispose();
        Assert.True(IsServed(waiting[3]));
        (await running.Dequeue()).Place!.Dispose();
        Assert.Equal([true, false, false, true], waiting.Select(IsServed));
        var place = (await waiting[0]).Place!;
        place.Dispose();
        place.Dispose();
        Assert.Equal([true, true, false, true], waiting.Select(IsServed));
    }

    [Fact]
    public async Task Tokens_that_were_not_used_make_room_and_those_beyond_take_it()
    {
        var limits = new RateLimits(TokensPerMinute: 1_000);
        var first = (await EnterAsync(limits, A, 1_000)).Place!;
        var second = EnterAsync(limits, A, 900);
        Assert.False(IsServed(second));
        first.Used(50);
        first.Dispose();
        Assert.True(IsServed(second));
        var place = (await second).Place!;
        place.Used(2_000);
        place.Dispose();
        var third = EnterAsync(limits, A, 100);
        Pass(TimeSpan.FromSeconds(68));
        Assert.False(IsServed(third));
        Pass(TimeSpan.FromSeconds(2));
        Assert.True(IsServed(third));
    }

    [Fact]
    public async Task The_wait_is_bounded_and_says_when_to_come_again()
    {
        options = new()
        {
            MaxWait = TimeSpan.FromSeconds(5),
            MaxWaitingPerAccount = 2,
            MaxWaiting = 3,
        };
        var limits = new RateLimits(RequestsPerMinute: 2);
        Assert.True(IsServed(EnterAsync(limits, A)) && IsServed(EnterAsync(limits, A)));
        var waiting = new[] { EnterAsync(limits, A), EnterAsync(limits, A) };
        var refused = await EnterAsync(limits, A);
        Assert.Null(refused.Place);
        Assert.Equal(TimeSpan.FromSeconds(60), refused.RetryAfter);
        var other = EnterAsync(limits, B);
        Assert.Null((await EnterAsync(limits, C)).Place);
        Assert.DoesNotContain(waiting.Append(other), task => task.IsCompleted);
        Pass(TimeSpan.FromSeconds(5));
        Assert.All(await Task.WhenAll(waiting.Append(other)), entry => Assert.Null(entry.Place));
        Assert.Equal(0, Queue.Waiting);
    }

    [Fact]
    public async Task Whoever_leaves_while_waiting_takes_no_place()
    {
        var limits = new RateLimits(ConcurrentRequests: 1);
        var place = (await EnterAsync(limits, A)).Place!;
        using var left = new CancellationTokenSource();
        var waiting = Queue.EnterAsync(limits, B, 1, left.Token).AsTask();
        entered.Add(waiting);
        var next = EnterAsync(limits, C);
        await left.CancelAsync();
        Assert.Null((await waiting).Place);
        place.Dispose();
        Assert.True(IsServed(next));
    }

    [Fact]
    public void What_counts_as_more_than_the_limit_waits_until_nothing_counts()
    {
        var limits = new RateLimits(TokensPerMinute: 600);
        Assert.True(IsServed(EnterAsync(limits, A, 300)));
        var large = EnterAsync(limits, A, 10_000);
        Pass(TimeSpan.FromSeconds(29));
        Assert.False(IsServed(large));
        Pass(TimeSpan.FromSeconds(2));
        Assert.True(IsServed(large));
        // It took all of a minute, and no more than that.
        var next = EnterAsync(limits, B, 10);
        Assert.False(IsServed(next));
        Pass(TimeSpan.FromSeconds(2));
        Assert.True(IsServed(next));
    }

    /// <summary>There would be room for small ones for ever.</summary>
    [Fact]
    public void A_large_one_whose_turn_it_is_is_not_passed_by_small_ones()
    {
        var limits = new RateLimits(TokensPerMinute: 600);
        Assert.True(IsServed(EnterAsync(limits, A, 300)));
        var large = EnterAsync(limits, A, 600);
        Assert.True(IsServed(EnterAsync(limits, B, 100)));
        var small = EnterAsync(limits, B, 100);
        Assert.False(IsServed(small));
        Pass(TimeSpan.FromSeconds(41));
        Assert.True(IsServed(large));
        Assert.False(IsServed(small));
        Pass(TimeSpan.FromSeconds(11));
        Assert.True(IsServed(small));
    }

    [Theory]
    [InlineData(1, 61, 1_001, 5)]
    [InlineData(2, 30, 500, 2)]
    [InlineData(90, 1, 11, 1)]
    public void Each_gateway_has_its_share(int gateways, int requests, long tokens, int atOnce) =>
        Assert.Equal(new RateLimits(requests, tokens, atOnce), FairQueues.Share(new RateLimits(61, 1_001, 5), gateways));

    private Task<Entry> EnterAsync(RateLimits limits, Guid account, long tokens = 1)
    {
        var entry = Queue.EnterAsync(limits, account, tokens, CancellationToken.None).AsTask();
        entered.Add(entry);
        return entry;
    }

    private int Served(Task<Entry>[] entries) => IsServed(entries[0]) ? entries.Count(entry => entry.IsCompleted) : 0;

    private bool IsServed(Task<Entry> entry)
    {
        // Whoever waited goes on in another thread.
        Assert.True(SpinWait.SpinUntil(() => entered.Count(each => !each.IsCompleted) == Queue.Waiting, TimeSpan.FromSeconds(20)));
        return entry.IsCompletedSuccessfully && entry.Result.Place is not null;
    }

    private void Pass(TimeSpan span) => time.Advance(span + TimeSpan.FromMilliseconds(2));
}
