using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Contracts;

/// <summary>
/// The text of an API key: <c>sk-</c>, then 12 characters of id, 32 of secret and 6 of checksum, all of [0-9A-Za-z].
/// The checksum, over id and secret, distinguishes a mistyped or truncated key from an unknown one without a lookup.
/// Only <see cref="Hash"/> and <see cref="LastFour"/> are stored.
/// </summary>
public sealed record ApiKey
{
    public const string Prefix = "sk-";
    public const int Length = 3 + IdLength + SecretLength + ChecksumLength;

    private const int IdLength = 12,
        SecretLength = 32,
        ChecksumLength = 6;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    private ApiKey(string text) => Text = text;

    /// <summary>The whole key: a secret. It is shown to its owner once, and never stored or logged.</summary>
    public string Text { get; }

    /// <summary>The public part, which names the key in logs, receipts and paths.</summary>
    public string Id => Text.Substring(Prefix.Length, IdLength);

    public string LastFour => Text[^4..];

    /// <summary>SHA-256 of the whole key in lower-case hexadecimal, 64 characters: the stored form.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text)));

    public static ApiKey Create()
    {
        var body = RandomNumberGenerator.GetString(Alphabet, IdLength + SecretLength);
        return new ApiKey(Prefix + body + Checksum(body));
    }

    /// <summary>The key in <paramref name="text"/>, or null when its shape or its checksum is wrong.</summary>
    public static ApiKey? Parse(string text)
    {
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var rest = text.AsSpan(Prefix.Length);
        if (rest.ContainsAnyExcept(Allowed))
            return null;
        return rest[^ChecksumLength..].SequenceEqual(Checksum(rest[..^ChecksumLength])) ? new ApiKey(text) : null;
    }

    /// <summary>
    /// The public id that <paramref name="text"/> begins with, after whatever stands before <c>sk-</c>; null where it has none. The rest may
    /// be cut, mistyped or no key of ours: it proves nothing, and tells only whose door to look at.
    /// </summary>
    public static string? ClaimedId(string text)
    {
        var start = text.IndexOf(Prefix, StringComparison.Ordinal);
        if (start < 0 || text.Length - start - Prefix.Length < IdLength)
            return null;
        var id = text.AsSpan(start + Prefix.Length, IdLength);
        return id.ContainsAnyExcept(Allowed) ? null : id.ToString();
    }

    /// <summary>Whether <paramref name="text"/> has the form of <see cref="Id"/>.</summary>
    public static bool IsId(string? text) => text is { Length: IdLength } && !text.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>Hides the secret, which the text of a record would show.</summary>
    public override string ToString() => $"{Prefix}{Id}...{LastFour}";

    private static string Checksum(ReadOnlySpan<char> body)
    {
        Span<byte> bytes = stackalloc byte[IdLength + SecretLength],
            hash = stackalloc byte[32];
        Encoding.ASCII.GetBytes(body, bytes);
        SHA256.HashData(bytes, hash);
        return string.Create(
            ChecksumLength,
            BitConverter.ToUInt64(hash),
            static (text, number) =>
            {
                for (var i = 0; i < text.Length; i++, number /= 62)
                    text[i] = Alphabet[(int)(number % 62)];
            }
        );
    }
}
