using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories;

/// <summary>
/// Faults under load. After each the platform recovers by itself, every invariant holds, and tokens served x price = what was charged
/// = what the ledger earned. FAULTS=long pauses the stores for 30 s instead of 5.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class FaultStories(PlatformFixture platform)
{
    private static readonly TimeSpan
        Before = TimeSpan.FromSeconds(2), LoadTime = TimeSpan.FromSeconds(8),
        Pause = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("FAULTS") == "long" ? 30 : 5);

    [Fact]
    public async Task A_gateway_killed_under_load_charges_nothing_it_could_not_settle()
    {
        var load = await UnderLoadAsync(KilledAsync("gateway"));
        // Eight callers were in the middle of something.
        Assert.InRange(await load.AbandonedAsync(), 1, 16);
    }

    [Fact]
    public Task Usage_killed_in_the_middle_of_a_batch_books_everything_once() => UnderLoadAsync(KilledAsync("usage"));

    [Fact]
    public Task Redis_killed_under_load_comes_back_with_every_charge() => UnderLoadAsync(KilledAsync("redis"));

    [Fact]
    public Task Postgres_killed_under_load_loses_no_record() => UnderLoadAsync(KilledAsync("postgres"));

    [Fact]
    public Task A_forgotten_script_cache_is_noticed_by_nobody() => UnderLoadAsync(async () =>
    {
        using var redis = await RawRedis.ConnectAsync(platform);
        redis.Do("SCRIPT", "FLUSH");
    });

    [Fact]
    public Task A_paused_redis_stops_admission_and_nothing_else() => UnderLoadAsync(() => Harm.PauseAsync(platform, "redis", Pause));

    [Fact]
    public Task A_paused_postgres_delays_booking_and_nothing_else() => UnderLoadAsync(() => Harm.PauseAsync(platform, "postgres", Pause));

    [Fact]
    public Task A_flushed_redis_is_filled_again_and_its_charges_and_holds_return() => UnderLoadAsync(async () =>
    {
        using var redis = await RawRedis.ConnectAsync(platform);
        redis.Do("FLUSHALL");
    });

    [Fact]
    public Task A_gateway_that_was_away_while_the_till_was_filled_charges_nothing_twice() => UnderLoadAsync(async () =>
    {
        // Long enough for the till to be filled without it, and shorter than the time after which it gives an upstream up.
        var paused = Harm.PauseAsync(platform, "gateway", TimeSpan.FromSeconds(3.5));
        using (var redis = await RawRedis.ConnectAsync(platform))
            redis.Do("FLUSHALL");
        await paused;
    });

    [Fact]
    public async Task A_request_that_runs_through_a_flush_holds_its_credit_again()
    {
        var person = await Person.RegisterAsync(platform);
        using var running = await (await person.ClientAsync()).StreamAsync(Chat.Body("fake-echo", new string('x', 400), stream: true), "chunk-delay=150ms");
        var reading = running.Content.ReadAsStringAsync();
        var held = (await person.BalanceAsync()).Held;
        Assert.True(held > Money.Zero);
        using (var redis = await RawRedis.ConnectAsync(platform))
            redis.Do("FLUSHALL");

        await Eventually.TrueAsync(async () => (await person.BalanceAsync()).Held == held, "the hold to be placed again");
        Assert.False(reading.IsCompleted, "The request must still be running");
        Assert.Contains("[DONE]", await reading, StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(Outcome.Completed, record.Outcome);
        Assert.Equal(new BalanceView(Money.FromUsd(5) - record.Charge, Money.Zero), await person.BalanceAsync());
        await Reconciliation.ExpectCleanAsync(platform);
    }

    [Fact]
    public Task A_redis_restored_from_an_older_state_is_noticed_and_filled_again() => UnderLoadAsync(async () =>
    {
        string files;
        using (var redis = await RawRedis.ConnectAsync(platform))
            files = Path.Combine((string)((object?[])redis.Do("CONFIG", "GET", "dir")!)[1]!, "appendonlydir");
        var old = Directory.CreateTempSubdirectory("older-till-");
        foreach (var file in Directory.GetFiles(files))
            File.Copy(file, Path.Combine(old.FullName, Path.GetFileName(file)));
        await Task.Delay(TimeSpan.FromSeconds(2));

        Harm.Kill(platform, "redis");
        foreach (var file in old.GetFiles())
            file.CopyTo(Path.Combine(files, file.Name), overwrite: true);
        old.Delete(recursive: true);
        await Harm.StartAsync(platform, "redis");
    });

    [Fact]
    public Task Events_delivered_again_and_in_another_order_are_booked_once() => UnderLoadAsync(async () =>
    {
        Harm.Kill(platform, "usage");
        await Task.Delay(TimeSpan.FromSeconds(2));
        using (var redis = await RawRedis.ConnectAsync(platform))
        {
            var copied = 0;
            for (var shard = 0; shard < TillKeys.Shards; shard++)
            {
                var entries = (object?[])redis.Do("XRANGE", TillKeys.Events(shard), "-", "+")!;
                foreach (var entry in entries.Reverse().Cast<object?[]>())
                    redis.Do(["XADD", TillKeys.Events(shard), "*", .. ((object?[])entry[1]!).Cast<string>()]);
                copied += entries.Length;
            }

            Assert.True(copied > 0, "Nothing was waiting to be booked");
        }

        await Harm.StartAsync(platform, "usage");
    });

    private Func<Task> KilledAsync(string resource) => async () =>
    {
        Harm.Kill(platform, resource);
        await Harm.StartAsync(platform, resource);
    };

    private async Task<Load> UnderLoadAsync(Func<Task> fault)
    {
        var load = await Load.PrepareAsync(platform);
        var running = load.RunAsync(LoadTime);
        await Task.Delay(Before);
        Assert.True(load.Answered > 0, "The load must run before the fault");
        await fault();
        await running;
        await load.ExpectEverythingPaidOnceAsync();
        return load;
    }
}
