using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Contracts;

/// <summary>
/// The signature of the sandbox's webhooks, in Stripe's format: the header is <c>t={unix seconds},v1={hex}</c>, where hex is the
/// HMAC-SHA256 of <c>{t}.{body}</c>. The header may hold several <c>v1</c> while a secret is being replaced; other schemes are ignored.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The largest difference between timestamp and clock, in either direction; an older webhook may be a replay.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static string Sign(string secret, ReadOnlySpan<byte> body, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={timestamp},v1={Convert.ToHexStringLower(Hash(secret, timestamp, body))}";
    }

    /// <summary>
    /// Null when the body is genuine and recent; else a sentence that says why not, without the secret or the expected value.
    /// </summary>
    public static string? Refusal(string? header, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header))
            return "The signature header is missing.";
        var parts = header.Split(',').Select(part => part.Trim().Split('=', 2)).Where(part => part.Length == 2).ToArray();
        string[] timestamps = [.. parts.Where(part => part[0] == "t").Select(part => part[1])];
        if (
            timestamps is not [var timestamp]
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        )
            return "The signature header must have one timestamp, t= and seconds since 1970.";
        // The secret first: a sender without it learns nothing about our clock.
        var expected = Hash(secret, timestamp, body);
        var genuine = false;
        foreach (var part in parts)
            genuine |= part[0] == "v1" && Matches(part[1], expected);
        if (!genuine)
            return "No v1 signature fits this body, timestamp and secret.";
        return Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) <= (decimal)Tolerance.TotalSeconds
            ? null
            : "The signature's timestamp is more than five minutes away from now.";
    }

    private static bool Matches(string hex, byte[] expected)
    {
        Span<byte> presented = stackalloc byte[SHA256.HashSizeInBytes];
        return hex.Length == 2 * presented.Length
            && Convert.FromHexString(hex, presented, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(presented, expected);
    }

    private static byte[] Hash(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
