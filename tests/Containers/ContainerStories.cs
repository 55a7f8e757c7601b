using Npgsql;
using Platform.Contracts;
using Xunit;
using Xunit.Abstractions;

namespace Platform.Tests.Containers;

/// <summary>From a key to its receipt with PostgreSQL and Redis in containers, and what these are.</summary>
public sealed class ContainerStories(ContainerPlatform shared, ITestOutputHelper output) : IClassFixture<ContainerPlatform>
{
    private PlatformFixture Platform => shared.Platform;

    [Fact]
    public async Task A_new_key_streams_a_completion_which_has_its_record_and_its_receipt()
    {
        var person = await Person.RegisterAsync(Platform);
        using var client = await person.ClientAsync();
        var requestId = await Completion.StreamAsync(client);

        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(
            (requestId, Outcome.Completed, UsageSource.Upstream, true),
            (record.RequestId, record.Outcome, record.Source, record.Streamed)
        );
        Assert.True(record.Charge > Money.Zero);
        Assert.Equal(record.Price.Cost(record.Usage), record.Charge);
        Assert.Equal(new BalanceView(Money.FromUsd(5) - record.Charge, Money.Zero), await person.BalanceAsync());
        Assert.Equal(record.Charge.Usd, await Completion.ChargedAsync(client, requestId));
        await Platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task Redis_appends_every_change_to_a_file_and_makes_no_snapshots()
    {
        await using var redis = await Platform.OpenTillAsync();
        var server = redis.GetServers().Single();
        Assert.Equal(("yes", ""), (await SettingAsync("appendonly"), await SettingAsync("save")));

        async Task<string> SettingAsync(string name) => Assert.Single(await server.ConfigGetAsync(name)).Value;
    }

    [Fact]
    public async Task Redis_is_the_first_process_of_its_container_which_is_the_one_signalled_to_stop()
    {
        await using var redis = await Platform.OpenTillAsync();
        var facts = (await redis.GetServers().Single().InfoAsync("server")).SelectMany(section => section);
        Assert.Equal("1", facts.Single(fact => fact.Key == "process_id").Value);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    public async Task A_store_is_a_container_and_says_its_version(string resource)
    {
        Assert.True(Platform.App.ResourceNotifications.TryGetCurrentState(resource, out var state));
        Assert.Equal("Container", state!.Snapshot.ResourceType);
        var image = state.Snapshot.Properties.Single(property => property.Name == "container.image").Value;
        output.WriteLine($"{resource}: {await (resource == "redis" ? RedisVersionAsync() : PostgresVersionAsync())} (image {image})");
    }

    private async Task<string> PostgresVersionAsync()
    {
        await using var ledger = await Platform.OpenLedgerAsync();
        await using var version = new NpgsqlCommand("SELECT version()", ledger);
        return (string)(await version.ExecuteScalarAsync())!;
    }

    private async Task<string> RedisVersionAsync()
    {
        await using var redis = await Platform.OpenTillAsync();
        return $"Redis {redis.GetServers().Single().Version}";
    }
}
