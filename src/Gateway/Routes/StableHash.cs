using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Platform.Gateway.Routes;

/// <summary>The same in every process, which <see cref="HashCode"/> is not. It protects nothing.</summary>
internal static class StableHash
{
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0) => XxHash3.HashToUInt64(bytes, unchecked((long)seed));

    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 0) => Of(MemoryMarshal.AsBytes(text), seed);

    /// <summary>Two hashes as one, each bit of which depends on all of theirs (the finalizer of SplitMix64).</summary>
    public static ulong Mix(ulong one, ulong other)
    {
        var x = unchecked(one + other * 0x9E3779B97F4A7C15);
        x = unchecked((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9);
        x = unchecked((x ^ (x >> 27)) * 0x94D049BB133111EB);
        return x ^ (x >> 31);
    }
}
