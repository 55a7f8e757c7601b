using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Gateway.Translation.Values;

/// <summary>What every provider takes as the name of a function: letters, digits, <c>_</c> and <c>-</c>, 64 at most.</summary>
internal static class FunctionName
{
    private const int MaxLength = 64;
    private const int HashLength = 8;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    );

    public static bool IsFit(string name) => name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>The name shortened to the allowed characters, and kept unique by a hash.</summary>
    /// <param name="identity">What the hash is of: different for each two tools.</param>
    public static string Fit(string name, string identity)
    {
        var fit = string.Concat(name.Take(MaxLength - HashLength - 1).Select(each => Allowed.Contains(each) ? each : '_'));
        return $"{fit}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..HashLength]}";
    }
}
