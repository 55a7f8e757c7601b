using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;

namespace Platform.Dashboard.Sessions;

/// <summary>
/// Keeps what a person filled in while the session ended, so that it is there again after signing in. It is encrypted in a cookie of this
/// browser for some minutes, belongs to one page, and comes back to the person whose form it was. A form with a password is never kept.
/// </summary>
internal sealed class KeptForm(IDataProtectionProvider protection, IAntiforgery antiforgery, IOptions<PlatformOptions> platform)
{
    private const int LargestBody = 16 * 1024,
        LargestCookie = 3_500;
    private const string TokenHeader = "RequestVerificationToken",
        TokenField = "__RequestVerificationToken";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Platform.KeptForm").ToTimeLimitedDataProtector();

    /// <param name="Token">The form's anti-forgery token, which only its own person's session accepts.</param>
    private sealed record Kept(string Path, string Token, Dictionary<string, string?[]> Fields);

    /// <summary>Keeps the form of this request, if it has one that may be kept.</summary>
    public async Task KeepAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || !(request.ContentLength <= LargestBody))
            return;
        var form = await request.ReadFormAsync(context.RequestAborted);
        if (FieldsOf(form) is not { Count: > 0 } fields)
            return;
        var kept = new Kept(PathOf(request), form[TokenField].ToString(), fields);
        var text = protector.Protect(JsonSerializer.Serialize(kept), Lifetime);
        if (text.Length > LargestCookie)
            return;
        var cookie = Cookie();
        context.Response.Cookies.Append(cookie.Name!, text, cookie.Build(context));
    }

    /// <summary>The fields that were kept for this page and person, which then are gone; null when there are none.</summary>
    public async Task<IReadOnlyDictionary<string, string?[]>?> TakeAsync(HttpContext context)
    {
        var cookie = Cookie();
        if (context.Request.Cookies[cookie.Name!] is not { } text || Read(text) is not { } kept || kept.Path != PathOf(context.Request))
            return null;
        context.Response.Cookies.Delete(cookie.Name!, cookie.Build(context));
        return await IsOwnAsync(context, kept.Token) ? kept.Fields : null;
    }

    /// <summary>Null for a form with a password.</summary>
    internal static Dictionary<string, string?[]>? FieldsOf(IFormCollection form) =>
        form.Keys.Any(static name => name.Contains("password", StringComparison.OrdinalIgnoreCase))
            ? null
            : form.Where(static field => field.Key != TokenField)
                .ToDictionary(static field => field.Key, static field => field.Value.ToArray());

    private async Task<bool> IsOwnAsync(HttpContext context, string token)
    {
        context.Request.Headers[TokenHeader] = token;
        try
        {
            await antiforgery.ValidateRequestAsync(context);
            return true;
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
        finally
        {
            context.Request.Headers.Remove(TokenHeader);
        }
    }

    private static string PathOf(HttpRequest request) => request.PathBase + request.Path;

    private Kept? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(protector.Unprotect(text));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Too old, or not ours.
            return null;
        }
    }

    private CookieBuilder Cookie()
    {
        var cookie = new CookieBuilder { MaxAge = Lifetime };
        OurCookies.Secure(cookie, "platform-form", platform.Value);
        return cookie;
    }
}
