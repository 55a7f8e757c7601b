using System.Net;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories;

/// <summary>What can go wrong with the platform, each by one method that returns when it is over or is left to mend itself.</summary>
public sealed class Faults(PlatformFixture platform)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("FAULTS") == "long" ? 30 : 5);

    /// <summary>Those that any part of the platform may meet at any time, by name.</summary>
    public IReadOnlyList<(string Name, Func<Task> Do)> All =>
    [
        ("kill gateway", () => KillAsync("gateway")), ("kill usage", () => KillAsync("usage")), ("kill accounts", () => KillAsync("accounts")),
        ("kill redis", () => KillAsync("redis")), ("kill postgres", () => KillAsync("postgres")),
        ("pause redis", () => PauseAsync("redis")), ("pause postgres", () => PauseAsync("postgres")),
        ("forget scripts", ForgetScriptsAsync), ("flush", FlushAsync), ("flush behind a paused gateway", FlushBehindGatewayAsync),
        ("restore older", RestoreOlderAsync), ("fill memory", FillMemoryAsync), ("deliver again", DeliverAgainAsync),
    ];

    public async Task KillAsync(string resource)
    {
        Harm.Kill(platform, resource);
        await Harm.StartAsync(platform, resource);
    }

    public Task PauseAsync(string resource) => Harm.PauseAsync(platform, resource, Pause);

    public Task ForgetScriptsAsync() => OnRedisAsync("SCRIPT", "FLUSH");

    public Task FlushAsync() => OnRedisAsync("FLUSHALL");

    /// <summary>Long enough for the till to be filled without the gateway, and shorter than the time after which it gives an upstream up.</summary>
    public async Task FlushBehindGatewayAsync()
    {
        var paused = Harm.PauseAsync(platform, "gateway", TimeSpan.FromSeconds(3.5));
        await FlushAsync();
        await paused;
    }

    /// <summary>Redis as it was two seconds ago.</summary>
    public async Task RestoreOlderAsync()
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
    }

    /// <summary>For two seconds Redis takes nothing that needs memory. Nobody may be let through meanwhile.</summary>
    public async Task FillMemoryAsync()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        await OnRedisAsync("CONFIG", "SET", "maxmemory", "1", "maxmemory-policy", "noeviction");
        try
        {
            using var refused = await client.ChatAsync(Chat.Body("fake-echo"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
        finally
        {
            await OnRedisAsync("CONFIG", "SET", "maxmemory", "0");
        }
    }

    /// <summary>Every event that waits to be booked comes twice, the second time in reverse. How many there were.</summary>
    public async Task<int> DeliverAgainAsync()
    {
        Harm.Kill(platform, "usage");
        await Task.Delay(TimeSpan.FromSeconds(2));
        var copied = 0;
        using (var redis = await RawRedis.ConnectAsync(platform))
        {
            for (var shard = 0; shard < TillKeys.Shards; shard++)
            {
                var entries = (object?[])redis.Do("XRANGE", TillKeys.Events(shard), "-", "+")!;
                foreach (var entry in entries.Reverse().Cast<object?[]>())
                    redis.Do(["XADD", TillKeys.Events(shard), "*", .. ((object?[])entry[1]!).Cast<string>()]);
                copied += entries.Length;
            }
        }

        await Harm.StartAsync(platform, "usage");
        return copied;
    }

    /// <summary>Redis goes while requests run, and the disk of the journal takes nothing either. How often the gateway cried for help.</summary>
    public async Task<int> FillDiskAsync()
    {
        var before = await CriesAsync();
        platform.JournalDisk.Fill();
        try
        {
            Harm.Kill(platform, "redis");
            await Task.Delay(TimeSpan.FromSeconds(2));
            await Harm.StartAsync(platform, "redis");
            // Its settlements go to Redis while the disk is still full.
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
        finally
        {
            platform.JournalDisk.Free();
        }

        return await CriesAsync() - before;
    }

    private async Task OnRedisAsync(params string[] words)
    {
        using var redis = await RawRedis.ConnectAsync(platform);
        redis.Do(words);
    }

    private async Task<int> CriesAsync()
    {
        var cries = 0;
        var gateway = platform.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == "gateway");
        await foreach (var lines in platform.App.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(gateway))
            cries += lines.Count(line => line.Content.Contains("is in memory only", StringComparison.Ordinal));
        return cries;
    }
}
