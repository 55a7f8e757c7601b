using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Native;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

public sealed class PortOwnerTests
{
    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0",
        "   1: 0100007F:1F91 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1",
        "   2: 0200A8C0:1F92 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0",
        "   3: 00000000:1F93 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4714 1 0 100 0 0 10 0",
    ];

    [Fact]
    public void Listener_on_loopback_is_found() => Assert.Equal((1000, 4711L), PortOwner.FindListener(Table, 8080));

    [Fact]
    public void Connection_is_no_listener() => Assert.Null(PortOwner.FindListener(Table, 8081));

    [Fact]
    public void Listener_on_another_address_is_not_in_the_way() => Assert.Null(PortOwner.FindListener(Table, 8082));

    [Fact]
    public void Listener_on_every_address_is_found() => Assert.Equal((0, 4714L), PortOwner.FindListener(Table, 8083));

    [Fact]
    public void Own_listener_is_named_with_pid_and_command()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var owner = PortOwner.Find(((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.Equal(Environment.ProcessId, owner?.Process);
        Assert.StartsWith($"pid {Environment.ProcessId} (", owner?.Description, StringComparison.Ordinal);
    }
}
