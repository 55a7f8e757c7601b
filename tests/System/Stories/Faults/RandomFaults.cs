using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Xunit;
using Xunit.Abstractions;

namespace Platform.Tests.Stories.Faults;

/// <summary>
/// One fault after another, by chance, each in the middle of load and ended by the whole proof; meanwhile the upstreams of models with
/// several routes flap, behind two gateways. <c>FAULT_MINUTES=30</c> makes it long, <c>FAULT_SEED</c> repeats a run, and
/// <c>FAULT_ONLY=redis</c> takes only faults with that word in their names; without them it lasts about a minute.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class RandomFaults(FaultPlatform platform, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Time = TimeSpan.FromMinutes(
        double.Parse(Environment.GetEnvironmentVariable("FAULT_MINUTES") ?? "0.75", CultureInfo.InvariantCulture)
    );

    private static readonly string Only = Environment.GetEnvironmentVariable("FAULT_ONLY") ?? "";

    private static readonly string Seed = Environment.GetEnvironmentVariable("FAULT_SEED") ?? RandomNumberGenerator.GetHexString(8);

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Watchful);

    public async Task DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(GatewaySettings.Watchful, KnownResourceCommands.StopCommand, timeout.Token);
    }

    [Fact]
    public async Task Whatever_happens_everything_is_paid_once()
    {
        var faults = new FaultScenarios(platform).All.Where(fault => fault.Name.Contains(Only, StringComparison.Ordinal)).ToArray();
        var chance = new SeededChance(Seed);
        var upstreams = new FlappingUpstreams(platform, chance);
        var running = Stopwatch.StartNew();
        var (answered, byAnotherRoute) = (0, 0);
        for (var turn = 0; running.Elapsed < Time; turn++)
        {
            var (name, fault) = faults[chance.Of($"{turn}", faults.Length)];
            var what = $"{running.Elapsed:mm\\:ss} turn {turn} of FAULT_SEED={Seed}: {name}";
            Say(what);
            try
            {
                using var routed = await RoutedLoad.PrepareAsync(platform);
                var load = await BackgroundLoad.PrepareAsync(platform);
                await load.ThroughAsync(() => routed.WhileAsync(() => upstreams.WhileAsync(turn, fault)));
                byAnotherRoute += await routed.ExpectEverythingChargedOnceAsync(isVictimKilled: name == "kill gateway");
                answered += routed.Answered;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(what, e);
            }
        }

        using var last = await RoutedLoad.PrepareAsync(platform);
        await upstreams.OneAfterTheOtherAsync((model, upstream) => last.ExpectAnswersAsync(model, $"{upstream} being well"));
        await last.WhileAsync(() => upstreams.WhileAsync(-1, () => Task.CompletedTask));
        byAnotherRoute += await last.ExpectEverythingChargedOnceAsync(isVictimKilled: false);
        Say($"{answered + last.Answered} whole answers of flapping upstreams, {byAnotherRoute} by another route than the first");
        Assert.True(byAnotherRoute > 0, "No request met an upstream that failed");
    }

    private void Say(string what)
    {
        output.WriteLine(what);
        Console.WriteLine(what);
    }
}
