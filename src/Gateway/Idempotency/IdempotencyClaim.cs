using System.Security.Cryptography;
using System.Text;
using Platform.Contracts;
using Platform.Gateway.Protocols;
using Platform.Till;

namespace Platform.Gateway.Idempotency;

/// <summary>The claim of a request with an <c>Idempotency-Key</c>, so that sending it again is never charged twice.</summary>
/// <param name="Key">
/// The claim's key in the till, by which it is finished; null where the request has no Idempotency-Key, or was answered before.
/// </param>
/// <param name="Account">Whose claim it is.</param>
/// <param name="Stored">The response that the request got the first time; null when it runs now.</param>
internal readonly record struct IdempotencyClaim(string? Key, Guid Account, StoredResponse? Stored)
{
    public const string Header = "Idempotency-Key";
    public const int MaxCharacters = 255;

    /// <summary>1 to 255 printable ASCII characters.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxCharacters && text.All(character => character is >= ' ' and <= '~');

    /// <summary>Made of the budget, which outlives a rotation of the API key, and the hash of the name.</summary>
    public static string KeyFor(KeyFacts key, string name) =>
        TillKeys.Claim(key.AccountId, key.BudgetId, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(name))));

    /// <summary>Distinguishes this request from another one under the same name.</summary>
    public static string FingerprintFor(PathString path, InferenceRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(path + "\n"));
        hash.AppendData(request.Body.Span);
        foreach (var fallback in request.Fallbacks)
            hash.AppendData(Encoding.UTF8.GetBytes("\n" + fallback));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
