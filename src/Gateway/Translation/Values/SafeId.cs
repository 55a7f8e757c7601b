using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// Ids in the alphabet and length that every provider takes: <c>[a-zA-Z0-9_-]</c>, 64 at most. Others become a hash of theirs, so that
/// the same id is always the same and two are never one.
/// </summary>
internal static class SafeId
{
    private const int Longest = 64;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    public static string Of(string id) => id.Length is > 0 and <= Longest && !id.AsSpan().ContainsAnyExcept(Alphabet)
        ? id
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
