using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Platform.AppHost.Native;

/// <summary>
/// Random free ports below those the kernel gives to outgoing connections, where one of them could take the port while its owner is being
/// restarted.
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
                // Taken; the next one may be free.
            }
        }
    }
}
