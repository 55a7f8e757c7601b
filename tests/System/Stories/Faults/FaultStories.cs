using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Faults;

/// <summary>
/// Faults under load. After each the platform recovers by itself, every invariant holds, and tokens served x price = what was charged
/// = what the ledger earned. FAULTS=long pauses the stores for 30 s instead of 5.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class FaultStories(FaultPlatform platform)
{
    private readonly FaultScenarios faults = new(platform);

    [Fact]
    public async Task A_gateway_killed_under_load_charges_nothing_it_could_not_settle()
    {
        var load = await UnderLoadAsync(() => faults.KillAsync("gateway"));
        // Eight callers were in the middle of something.
        Assert.InRange(await load.AbandonedAsync(), 1, 16);
    }

    [Fact]
    public Task Usage_killed_in_the_middle_of_a_batch_posts_everything_once() => UnderLoadAsync(() => faults.KillAsync("usage"));

    [Fact]
    public Task Accounts_killed_under_load_stops_new_requests_and_charges_those_that_ran() =>
        UnderLoadAsync(() => faults.KillAsync("accounts"));

    [Fact]
    public Task Redis_killed_under_load_comes_back_with_every_charge() => UnderLoadAsync(() => faults.KillAsync("redis"));

    [Fact]
    public Task Postgres_killed_under_load_loses_no_record() => UnderLoadAsync(() => faults.KillAsync("postgres"));

    [Fact]
    public Task A_forgotten_script_cache_is_noticed_by_nobody() => UnderLoadAsync(faults.ForgetScriptsAsync);

    [Fact]
    public Task A_paused_redis_stops_admission_and_nothing_else() => UnderLoadAsync(() => faults.PauseAsync("redis"));

    [Fact]
    public Task A_paused_postgres_delays_posting_and_nothing_else() => UnderLoadAsync(() => faults.PauseAsync("postgres"));

    [Fact]
    public Task A_redis_out_of_memory_lets_nobody_through_and_loses_no_settlement() => UnderLoadAsync(faults.FillMemoryAsync);

    [SmallDiskFact]
    public Task Settlements_that_neither_redis_nor_the_disk_takes_are_logged_and_settled_later() =>
        UnderLoadAsync(async () =>
        {
            Assert.True(platform.JournalDisk.Mounted, "It takes root or passwordless sudo to mount a small disk");
            Assert.InRange(await faults.FillDiskAsync(), 1, 16);
        });

    [Fact]
    public Task A_flushed_redis_is_filled_again_and_its_charges_and_holds_return() => UnderLoadAsync(faults.FlushAsync);

    [Fact]
    public Task A_gateway_that_was_away_while_the_till_was_filled_charges_nothing_twice() => UnderLoadAsync(faults.FlushBehindGatewayAsync);

    [Fact]
    public Task A_redis_restored_from_an_older_state_is_noticed_and_filled_again() => UnderLoadAsync(faults.RestoreOlderAsync);

    [Fact]
    public Task Events_delivered_again_and_in_another_order_are_posted_once() =>
        UnderLoadAsync(async () => Assert.True(await faults.DeliverAgainAsync() > 0, "Nothing was waiting to be posted"));

    [Fact]
    public Task Clients_that_leave_at_every_moment_pay_at_most_for_what_was_produced() =>
        UnderLoadAsync(async () => await (await DisconnectingClients.PrepareAsync(platform)).RunAsync());

    [Fact]
    public async Task A_request_that_runs_through_a_flush_holds_its_credit_again()
    {
        var person = await Person.RegisterAsync(platform);
        using var running = await (await person.ClientAsync()).StreamAsync(
            Chat.Body("fake-echo", new string('x', 400), stream: true),
            "chunk-delay=150ms"
        );
        var reading = running.Content.ReadAsStringAsync();
        var held = (await person.BalanceAsync()).Held;
        Assert.True(held > Money.Zero);
        await platform.FlushTillAsync();

        await Eventually.TrueAsync(async () => (await person.BalanceAsync()).Held == held, "the hold to be placed again");
        Assert.False(reading.IsCompleted, "The request must still be running");
        Assert.Contains("[DONE]", await reading, StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(Outcome.Completed, record.Outcome);
        Assert.Equal(new BalanceView(Money.FromUsd(5) - record.Charge, Money.Zero), await person.BalanceAsync());
        await platform.ExpectSettledAsync(person);
    }

    private async Task<BackgroundLoad> UnderLoadAsync(Func<Task> fault)
    {
        var load = await BackgroundLoad.PrepareAsync(platform);
        await load.ThroughAsync(fault);
        return load;
    }
}
