using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// Ids in the alphabet and length that every provider takes: <c>[a-zA-Z0-9_-]</c>, 64 at most. Any other id is replaced by its hash, so
/// that one id always gives one result and two ids never share one.
/// </summary>
internal static class SafeId
{
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    );

    public static string For(string id) =>
        id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(Alphabet)
            ? id
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
