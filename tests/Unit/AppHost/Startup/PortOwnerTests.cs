using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Platform.AppHost.Startup;
using Xunit;

namespace Platform.Tests.Unit.AppHost.Startup;

public sealed class PortOwnerTests
{
    [Fact]
    public void A_port_that_is_listened_on_is_named_with_its_process()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"pid {Environment.ProcessId} ("),
            PortOwner.Find(((IPEndPoint)listener.LocalEndpoint).Port),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_port_that_was_let_go_is_free()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Dispose();
        Assert.Null(PortOwner.Find(port));
    }

    /// <summary>Port 8080 is 1F90; 0A is listening, 01 is a connection of a client.</summary>
    [Fact]
    public void Only_sockets_that_listen_on_the_port_count()
    {
        string[] table =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0",
            "   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 30 10 -1",
            "   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000000000000000 100 0 0 10 0",
        ];
        Assert.Equal(["4711"], PortOwner.ListeningInodes(table, 8080));
    }
}
