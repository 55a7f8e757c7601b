using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Platform.Gateway.Health;
using Platform.Tests.Unit.MoneyCore;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>Two gateways that share what they know by a real Redis.</summary>
public sealed class HealthExchangeTests(PrivateRedis redis) : IClassFixture<PrivateRedis>, IAsyncLifetime, IDisposable
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    private readonly HealthBench one = new(clock: Clock),
        two = new(clock: Clock);

    private HealthExchange ofOne = null!,
        ofTwo = null!;

    private IDatabase Redis => redis.Connection.GetDatabase();

    public async Task InitializeAsync()
    {
        if (redis.Connection is null)
            return;
        await Redis.ExecuteAsync("FLUSHALL");
        (ofOne, ofTwo) = (Exchange(one), Exchange(two));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        ofOne?.Dispose();
        ofTwo?.Dispose();
        one.Dispose();
        two.Dispose();
    }

    [RedisFact]
    public async Task What_one_gateway_finds_is_down_in_the_other()
    {
        one.Fail(5);
        one.Limit(30);
        await TellAsync();
        Assert.Equal(Availability.Down, two.Availability);
        Assert.Equal(one.Rest.Record, two.Rest.Record);
        Assert.Equal(TimeSpan.FromSeconds(30), two.RetryAfter);
        Assert.Equal((one.Circuit.Record, one.OfCredential.Record), (two.Circuit.Record, two.OfCredential.Record));
    }

    [RedisFact]
    public async Task A_pause_and_its_end_are_those_of_all()
    {
        one.Refuse(times: 3);
        await TellAsync();
        Assert.Equal(Availability.Paused, two.Availability);
        two.OfCredential.Restore(two.Clock.GetUtcNow());
        await ofTwo.SyncAsync();
        await ofOne.SyncAsync();
        Assert.Equal(Availability.Up, one.Availability);
    }

    [RedisFact]
    public async Task A_gateway_that_did_not_know_of_a_pause_does_not_end_it()
    {
        one.Refuse(times: 3);
        for (var i = 0; i < 5; i++)
        {
            two.Refuse(402);
            two.Pass(86_400);
            two.BeginProbes(two.OfCredential, 1);
            two.Answer();
        }

        Assert.True(two.OfCredential.Record.Version > one.OfCredential.Record.Version);
        await ofTwo.SyncAsync();
        await TellAsync();
        await ofOne.SyncAsync();
        Assert.Equal((Availability.Paused, Availability.Paused), (one.Availability, two.Availability));
    }

    [RedisFact]
    public async Task Another_secret_is_not_paused_by_a_gateway_that_has_the_old_one()
    {
        one.Refuse(times: 3);
        await TellAsync();
        two.Upstream = HealthBench.Named("primary", two.Upstream.BaseUrl, "sk-another");
        Assert.Equal((Availability.Paused, Availability.Up), (one.Availability, two.Availability));
        two.Limit(1);
        two.Pass(1);
        two.Answer();
        await ofTwo.SyncAsync();
        await TellAsync();
        await ofOne.SyncAsync();
        Assert.Equal((Availability.Paused, Availability.Up), (one.Availability, two.Availability));
    }

    [RedisTheory]
    [InlineData(30, 20)]
    [InlineData(20, 30)]
    public async Task Of_two_that_found_it_at_once_the_longer_time_holds(int first, int second)
    {
        one.Limit(first);
        two.Limit(second);
        await TellAsync();
        await ofOne.SyncAsync();
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)), (one.RetryAfter, two.RetryAfter));
    }

    [RedisFact]
    public async Task A_rest_of_one_model_is_no_rest_of_another_in_all()
    {
        one.Limit(30, "n");
        await TellAsync();
        Assert.Equal((Availability.Down, Availability.Up), (two.Look("n"), two.Availability));
        Assert.True(two.Health.UnPause(two.Upstream, two.Credential));
        await ofTwo.SyncAsync();
        await ofOne.SyncAsync();
        Assert.Equal(Availability.Up, one.Look("n"));
    }

    [RedisFact]
    public async Task A_rest_that_is_over_for_long_is_forgotten_by_all_and_begins_anew()
    {
        for (var i = 0; i < 5; i++)
        {
            one.Limit(1);
            one.Pass(1);
        }

        await TellAsync();
        one.Pass(600);
        await TellAsync();
        Assert.Empty(one.Board.All.Concat(two.Board.All).OfType<ModelRest>());
        Assert.Equal(0, await Redis.HashLengthAsync(HealthExchange.Key));
        two.Limit(7);
        await ofTwo.SyncAsync();
        await ofOne.SyncAsync();
        Assert.Equal((1, TimeSpan.FromSeconds(7)), (one.Rest.Record.Version, one.RetryAfter));
    }

    [RedisFact]
    public async Task What_Redis_lost_is_written_again()
    {
        one.Refuse(times: 3);
        await ofOne.SyncAsync();
        await Redis.ExecuteAsync("FLUSHALL");
        await TellAsync();
        Assert.Equal(Availability.Paused, two.Availability);
        Assert.InRange((await Redis.KeyTimeToLiveAsync(HealthExchange.Key))!.Value, TimeSpan.FromDays(6), TimeSpan.FromDays(7));
    }

    [RedisFact]
    public async Task What_is_not_a_record_is_no_concern()
    {
        await Redis.HashSetAsync(
            HealthExchange.Key,
            [new("primary", "{"), new("a", """{"State":"Paused","Epoch":1,"Version":1}"""), new("a\n\nb", """{"State":"Unheard"}""")]
        );
        one.Fail(5);
        await TellAsync();
        Assert.Equal(Availability.Down, two.Availability);
    }

    [RedisFact]
    public async Task One_gateway_at_a_time_tries_what_is_down()
    {
        one.Fail(5);
        await TellAsync();
        one.Pass(5);
        Assert.True(await ofOne.TryClaimAsync(one.Circuit, HealthWatch.Turn));
        Assert.False(await ofTwo.TryClaimAsync(two.Circuit, HealthWatch.Turn));
        one.Health.StayOpen(one.Circuit, null);
        await ofOne.SyncAsync();
        Assert.True(await ofTwo.TryClaimAsync(two.Circuit, HealthWatch.Turn));
        Assert.InRange(
            (await Redis.KeyTimeToLiveAsync("{health}:probe:" + one.Circuit.Key))!.Value,
            TimeSpan.FromSeconds(1),
            HealthWatch.Turn
        );
    }

    [RedisFact]
    public async Task What_is_kept_names_no_secret_and_no_address()
    {
        one.Refuse(times: 3);
        one.Fail(5);
        await ofOne.SyncAsync();
        var all = string.Concat((await Redis.HashGetAllAsync(HealthExchange.Key)).Select(entry => $"{entry.Name}{entry.Value}"));
        Assert.Contains("Paused", all, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", all, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", all, StringComparison.Ordinal);
    }

    private async Task TellAsync()
    {
        await ofOne.SyncAsync();
        await ofTwo.SyncAsync();
    }

    private HealthExchange Exchange(HealthBench bench) =>
        new(redis.Connection, bench.Board, bench.Log, Clock, NullLogger<HealthExchange>.Instance);
}
