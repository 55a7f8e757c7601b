using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Platform.Accounts.Keys;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Keys;

public sealed class LastUsedTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>The database closes each connection that it accepts, so each attempt to write is one connection.</summary>
    [Fact]
    public async Task What_is_not_written_yet_is_written_when_the_service_stops()
    {
        using var database = new TcpListener(IPAddress.Loopback, 0);
        database.Start();
        var port = ((IPEndPoint)database.LocalEndpoint).Port;
        await using var connections = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={port};Database=accounts;Username=accounts;SSL Mode=Disable"
        );
        using var lastUsed = new LastUsed(connections, new FakeTimeProvider(), NullLogger<LastUsed>.Instance);
        lastUsed.Mark("key", DateTimeOffset.UnixEpoch, "curl/8");

        await lastUsed.StartAsync(default);
        await RefuseAsync(database);

        // The clock stands still, so that only the end of the service causes another attempt.
        var stop = lastUsed.StopAsync(default);
        await RefuseAsync(database);
        await stop.WaitAsync(Limit);
        Assert.True(lastUsed.ExecuteTask!.IsCompletedSuccessfully);
    }

    private static async Task RefuseAsync(TcpListener database) => (await database.AcceptTcpClientAsync().WaitAsync(Limit)).Dispose();
}
