using System.Security.Cryptography;
using System.Text;

namespace Platform.ServiceDefaults.Database;

/// <summary>
/// The form in which PostgreSQL stores a password (RFC 5803). It is sent instead of the password, which therefore appears in no statement
/// and no log.
/// </summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096,
        SaltBytes = 16;

    /// <param name="password">Must be ASCII, so that it needs no normalization.</param>
    public static string For(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.ASCII.GetBytes(password),
            salt,
            Iterations,
            HashAlgorithmName.SHA256,
            SHA256.HashSizeInBytes
        );
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
