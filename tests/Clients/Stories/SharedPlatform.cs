using Xunit;

namespace Platform.Tests.Clients;

/// <summary>
/// One platform for all clients, although each is a class of its own so that they run beside each other: the first starts it, and the
/// last to leave looks whether the money is right and writes the table.
/// </summary>
public sealed class SharedPlatform : IAsyncLifetime
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static PlatformFixture? shared;
    private static int users;

    public PlatformFixture Platform { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Gate.WaitAsync();
        try
        {
            users++;
            Platform = shared ??= await StartAsync();
        }
        finally
        {
            Gate.Release();
        }
    }

    public async Task DisposeAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (--users > 0 || shared is not { } platform)
                return;
            shared = null;
            await LeaveAsync(platform);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<PlatformFixture> StartAsync()
    {
        var platform = new PlatformFixture();
        await platform.InitializeAsync();
        return platform;
    }

    private static async Task LeaveAsync(PlatformFixture platform)
    {
        try
        {
            ClientTable.Write();
            await NodeHost.EndAsync();
            await WebPage.EndAsync();
            await platform.ExpectSettledAsync();
        }
        finally
        {
            await platform.DisposeAsync();
        }
    }
}
