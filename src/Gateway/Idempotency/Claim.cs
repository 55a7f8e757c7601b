using System.Security.Cryptography;
using System.Text;
using Platform.Contracts;
using Platform.Gateway.Pipeline;
using StackExchange.Redis;

namespace Platform.Gateway.Idempotency;

/// <summary>A request that its client named, so that sending it again never costs a second time.</summary>
/// <param name="Key">Where the till keeps it: by spend limit, which outlives a rotation of the API key, and the name's hash.</param>
/// <param name="Answer">What its client is being told; kept for a repeat.</param>
public sealed record Claim(RedisKey Key, CopyingStream Answer)
{
    public const string Header = "Idempotency-Key";
    public const int MostCharacters = 255;

    /// <summary>1 to 255 printable ASCII characters.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= MostCharacters && text.All(character => character is >= ' ' and <= '~');

    public static RedisKey KeyOf(KeyFacts key, string name) =>
        TillKeys.Claim(key.AccountId, key.BudgetId, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(name))));

    /// <summary>Tells this request from another one under the same name.</summary>
    public static string FingerprintOf(Call call)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(call.Http.Request.Path + "\n"));
        hash.AppendData(call.Request!.Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
