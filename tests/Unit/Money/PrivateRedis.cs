using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Platform.ServiceDefaults;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>A Redis of the tests' own, on a free port of 127.0.0.1, which keeps nothing and ends with them.</summary>
[SuppressMessage("Usage", "CA1816", Justification = "There is no finalizer.")]
public class PrivateRedis : IAsyncLifetime
{
    protected static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("private-redis-");
    private string port = "";
    private Process? server;

    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(place => Path.Combine(place, "redis-server"))
            .FirstOrDefault(File.Exists);

    public ConnectionMultiplexer Connection { get; private set; } = null!;

    protected virtual string[] Settings => [];

    /// <summary>What it needs once it runs.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        // Without the program the tests are skipped; on CI they fail here.
        if (Program is null && Environment.GetEnvironmentVariable("CI") is null)
            return;
        port = FreePort().ToString(CultureInfo.InvariantCulture);
        await StartAsync();
        Connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}", TillConnection.Configure);
        await PrepareAsync();
    }

    public async Task StartAsync()
    {
        server = Process.Start(
            new ProcessStartInfo(
                Program ?? await InstallAsync(),
                ["--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no", "--dir", directory.FullName, .. Settings]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        for (var line = ""; !line.Contains("Ready to accept connections", StringComparison.Ordinal); )
            line =
                await server.StandardOutput.ReadLineAsync().WaitAsync(Timeout)
                ?? throw new InvalidOperationException("redis-server ended at once.");
    }

    public async Task KillAsync()
    {
        using (server)
        {
            server!.Kill();
            await server.WaitForExitAsync().WaitAsync(Timeout);
        }
    }

    public async Task DisposeAsync()
    {
        if (Connection is not null)
            await Connection.DisposeAsync();
        if (server is not null)
            await KillAsync();
        directory.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> InstallAsync()
    {
        var sudo = Environment.IsPrivilegedProcess ? "" : "sudo -n ";
        const string apt = "apt-get -o DPkg::Lock::Timeout=300";
        using var shell = Process.Start(
            "/bin/sh",
            [
                "-c",
                $"{sudo}{apt} update -qq && {sudo}env DEBIAN_FRONTEND=noninteractive {apt} install -y -qq --no-install-recommends redis-server",
            ]
        );
        await shell.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(10));
        return File.Exists("/usr/bin/redis-server")
            ? "/usr/bin/redis-server"
            : throw new InvalidOperationException("These tests need Redis: sudo apt-get install redis-server");
    }
}

/// <summary>Skipped where there is no redis-server, but not on CI.</summary>
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute()
    {
        if (PrivateRedis.Program is null && Environment.GetEnvironmentVariable("CI") is null)
            Skip = "There is no redis-server on this machine.";
    }
}

/// <inheritdoc cref="RedisFactAttribute"/>
internal sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = new RedisFactAttribute().Skip;
}
