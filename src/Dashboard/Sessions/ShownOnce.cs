using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;

namespace Platform.Dashboard.Sessions;

/// <summary>
/// Takes the secret of a new key from the answer to its form to the page that shows it, so that reloading that page or going back to it
/// sends no form again. It travels encrypted for some minutes in a cookie of this browser, which the page that shows it deletes.
/// </summary>
public sealed class ShownOnce(IDataProtectionProvider protection, IOptions<PlatformOptions> platform)
{
    /// <summary>The code of Accounts' refusal of a form that was sent before and made its key.</summary>
    public const string AlreadyCreated = "key_already_created";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Platform.NewKey").ToTimeLimitedDataProtector();

    /// <returns>The address of the page that shows it.</returns>
    public string Keep(HttpContext context, Person person, KeyCreated created)
    {
        var cookie = Cookie();
        context.Response.Cookies.Append(cookie.Name!, protector.Protect(Text(person, created.Secret), Lifetime), cookie.Build(context));
        return $"~/tokens/{created.Key.Id}/created";
    }

    /// <summary>The secret of the key, which is then gone; null when it was shown, or is another's.</summary>
    public string? Take(HttpContext context, Person person, string keyId)
    {
        var cookie = Cookie();
        if (context.Request.Cookies[cookie.Name!] is not { } kept)
            return null;
        context.Response.Cookies.Delete(cookie.Name!, cookie.Build(context));
        return
            Read(kept) is { } text
            && text.Split('/', 2) is [var account, var secret]
            && account == person.AccountId.ToString()
            && ApiKey.Parse(secret)?.Id == keyId
            ? secret
            : null;
    }

    private static string Text(Person person, string secret) => $"{person.AccountId}/{secret}";

    private string? Read(string kept)
    {
        try
        {
            return protector.Unprotect(kept);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Too old, or not ours.
            return null;
        }
    }

    private CookieBuilder Cookie()
    {
        var cookie = new CookieBuilder { MaxAge = Lifetime };
        OurCookies.Secure(cookie, "platform-new-key", platform.Value);
        return cookie;
    }
}
