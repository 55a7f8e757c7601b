using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Platform.AppHost.Native;

/// <summary>
/// Random free ports below the range of the kernel's outgoing connections, one of which could take the port while its owner restarts.
/// </summary>
internal static class FreePort
{
    private const int First = 12_000,
        End = 30_000;

    public static int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // The port is taken.
            }
        }
    }
}
