using System.Security.Cryptography;

namespace Aspire.Hosting.Native;

/// <summary>
/// Random ports below those the kernel gives to outgoing connections, where a port could be taken by one of them while its owner is
/// being restarted.
/// </summary>
internal sealed class FreePort
{
    private const int First = 12_000, End = 30_000;

    private readonly HashSet<int> given = [];

    public int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            if (PortOwner.Find(port) is null && given.Add(port))
                return port;
        }
    }
}
