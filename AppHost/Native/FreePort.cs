using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Platform.AppHost.Native;

/// <summary>
/// Random free ports below the range of the kernel's outgoing connections, one of which could take the port while its owner restarts.
/// A port is given once in a process: its owner may not listen yet, or may be restarting.
/// </summary>
internal static class FreePort
{
    private const int First = 12_000,
        End = 30_000;

    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            lock (Given)
            {
                if (!Given.Add(port))
                    continue;
            }

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
