using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Tenancy;

/// <summary>
/// What an upstream knows an account by: always the same, no other account's, and nothing from which the account could be found without
/// the operator's secret.
/// </summary>
internal sealed class TenantIds(IOptions<TenantOptions> options)
{
    private readonly byte[] secret = Encoding.UTF8.GetBytes(options.Value.Secret);

    /// <summary>The account itself, by which an upstream tells whose use it finds wrong.</summary>
    public string Account(Guid account) => Derive(account, "account", "");

    /// <summary>A name that the caller gave, as its account's own: two accounts that give the same name do not meet.</summary>
    public string Scoped(Guid account, string member, string value) => Derive(account, member, value);

    /// <returns>43 characters, of which each upstream takes at least 64.</returns>
    private string Derive(Guid account, string purpose, string value) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{account:N}\n{purpose}\n{value}")));
}
