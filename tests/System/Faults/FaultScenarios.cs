using System.Net;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Faults;

/// <summary>What can go wrong with the platform, each by one method that returns when it is over or is left to mend itself.</summary>
public sealed class FaultScenarios(FaultPlatform platform)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("FAULTS") == "long" ? 30 : 5);

    /// <summary>Those that any part of the platform may meet at any time, by name.</summary>
    public IReadOnlyList<(string Name, Func<Task> Do)> All =>
        [
            ("kill gateway", () => KillAsync("gateway")),
            ("kill usage", () => KillAsync("usage")),
            ("kill accounts", () => KillAsync("accounts")),
            ("kill redis", () => KillAsync("redis")),
            ("kill postgres", () => KillAsync("postgres")),
            ("pause redis", () => PauseAsync("redis")),
            ("pause postgres", () => PauseAsync("postgres")),
            ("forget scripts", ForgetScriptsAsync),
            ("flush", FlushAsync),
            ("flush behind a paused gateway", FlushBehindGatewayAsync),
            ("restore older", RestoreOlderAsync),
            ("fill memory", FillMemoryAsync),
            ("deliver again", DeliverAgainAsync),
        ];

    public async Task KillAsync(string resource)
    {
        FaultInjector.Kill(platform, resource);
        await FaultInjector.StartAsync(platform, resource);
    }

    public Task PauseAsync(string resource) => FaultInjector.PauseAsync(platform, resource, Pause);

    public async Task ForgetScriptsAsync()
    {
        await using var redis = await platform.OpenTillAsync();
        await redis.GetServers().Single().ScriptFlushAsync();
    }

    public Task FlushAsync() => platform.FlushTillAsync();

    /// <summary>
    /// Long enough for the till to be filled without the gateway, and shorter than the time after which it gives an upstream up.
    /// </summary>
    public async Task FlushBehindGatewayAsync()
    {
        var paused = FaultInjector.PauseAsync(platform, "gateway", TimeSpan.FromSeconds(3.5));
        await FlushAsync();
        await paused;
    }

    /// <summary>Redis as it was two seconds ago.</summary>
    public async Task RestoreOlderAsync()
    {
        string files;
        await using (var redis = await platform.OpenTillAsync())
            files = Path.Combine((await redis.GetServers().Single().ConfigGetAsync("dir")).Single().Value, "appendonlydir");
        var old = Directory.CreateTempSubdirectory("older-till-");
        foreach (var file in Directory.GetFiles(files))
            File.Copy(file, Path.Combine(old.FullName, Path.GetFileName(file)));
        await Task.Delay(TimeSpan.FromSeconds(2));

        FaultInjector.Kill(platform, "redis");
        foreach (var file in old.GetFiles())
            file.CopyTo(Path.Combine(files, file.Name), overwrite: true);
        old.Delete(recursive: true);
        await FaultInjector.StartAsync(platform, "redis");
    }

    /// <summary>For two seconds Redis takes nothing that needs memory. Nobody may be let through meanwhile.</summary>
    public async Task FillMemoryAsync()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        await using var redis = await platform.OpenTillAsync();
        var server = redis.GetServers().Single();
        await server.ConfigSetAsync("maxmemory-policy", "noeviction");
        await server.ConfigSetAsync("maxmemory", 1);
        try
        {
            using var refused = await client.ChatAsync(Chat.Body("fake-echo"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
        finally
        {
            await server.ConfigSetAsync("maxmemory", 0);
        }
    }

    /// <summary>Every event that waits to be posted comes twice, the second time in reverse. Returns how many there were.</summary>
    public async Task<int> DeliverAgainAsync()
    {
        FaultInjector.Kill(platform, "usage");
        await Task.Delay(TimeSpan.FromSeconds(2));
        var copied = 0;
        await using (var redis = await platform.OpenTillAsync())
        {
            var till = redis.GetDatabase();
            for (var shard = 0; shard < TillKeys.Shards; shard++)
            {
                var entries = await till.StreamRangeAsync(TillKeys.Events(shard), messageOrder: Order.Descending);
                foreach (var entry in entries)
                    await till.StreamAddAsync(TillKeys.Events(shard), entry.Values);
                copied += entries.Length;
            }
        }

        await FaultInjector.StartAsync(platform, "usage");
        return copied;
    }

    /// <summary>
    /// Redis goes while requests run, and the disk of the journal takes nothing either. Returns how often the gateway logged a settlement
    /// that is in its memory only.
    /// </summary>
    public async Task<int> FillDiskAsync()
    {
        var before = await MemoryOnlyWarningsAsync();
        platform.JournalDisk.Fill();
        try
        {
            FaultInjector.Kill(platform, "redis");
            await Task.Delay(TimeSpan.FromSeconds(2));
            await FaultInjector.StartAsync(platform, "redis");
            // Its settlements go to Redis while the disk is still full.
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
        finally
        {
            platform.JournalDisk.Free();
        }

        return await MemoryOnlyWarningsAsync() - before;
    }

    private async Task<int> MemoryOnlyWarningsAsync()
    {
        var warnings = 0;
        var gateway = platform
            .App.Services.GetRequiredService<DistributedApplicationModel>()
            .Resources.Single(resource => resource.Name == "gateway");
        await foreach (var lines in platform.App.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(gateway))
            warnings += lines.Count(line => line.Content.Contains("is in memory only", StringComparison.Ordinal));
        return warnings;
    }
}
