using System.Diagnostics;
using System.Security.Cryptography;
using Platform.AppHost.Stores;

namespace Platform.Tests.Containers;

/// <summary>
/// Volumes that outlive the platform, under a name of their own, so that those of the person who runs the tests are never touched.
/// </summary>
internal sealed class KeptData : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(2);

    private readonly string name = "stories-" + RandomNumberGenerator.GetHexString(10, lowercase: true);
    private readonly StoreData data;

    public KeptData() => data = new StoreData("", name);

    /// <summary>Starts the whole application on these data, and ends all of it after <paramref name="story"/>.</summary>
    public async Task OnPlatformAsync(Func<PlatformFixture, Task> story)
    {
        var platform = new PlatformFixture([.. ContainerPlatform.Settings, "KeepData=true", $"DataName={name}"]);
        try
        {
            await platform.InitializeAsync();
            await story(platform);
        }
        finally
        {
            await platform.DisposeAsync().WaitAsync(StopTimeout);
        }
    }

    /// <summary>Removes the volumes, as soon as the engine has let them go, and what the AppHost remembers of them.</summary>
    public async ValueTask DisposeAsync()
    {
        File.Delete(data.ChoiceFile);
        if (ContainerEngine.Find(Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME")) is not { } engine)
            return;
        foreach (var volume in (string[])[data.Volume("postgres"), data.Volume("redis")])
            await Eventually.TrueAsync(
                async () => !engine.HasVolume(volume) || await RemoveAsync(engine, volume),
                $"{engine.Command} to remove the volume {volume}"
            );
    }

    private static async Task<bool> RemoveAsync(ContainerEngine engine, string volume)
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        using var removal = Process.Start(engine.Command, ["volume", "rm", volume]);
        await removal.WaitForExitAsync(timeout.Token);
        return removal.ExitCode == 0;
    }
}
