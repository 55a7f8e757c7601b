using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Tests.Faults;

/// <summary>Chance that is the same for the same seed, on every machine.</summary>
public sealed class SeededChance(string seed)
{
    /// <param name="what">What is chosen: the same each time that it is asked for.</param>
    public int Of(string what, int below) =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{what}"))) % (uint)below);
}
