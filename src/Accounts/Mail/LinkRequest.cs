using Platform.Accounts.People;
using Platform.Accounts.Problems;

namespace Platform.Accounts.Mail;

/// <summary>What somebody sends who asks for a mail with a link: an address, and the page that the link leads to.</summary>
internal static class LinkRequest
{
    /// <summary>The address to send it to, or what is wrong: exactly one of them is not null.</summary>
    public static (string? Address, IResult? Invalid) Check(string? email, string? pageUrl)
    {
        if (new FieldErrors().Add("email", EmailAddress.Fault(email)).Add("pageUrl", PageFault(pageUrl)).Refusal is { } invalid)
            return (null, invalid);
        EmailAddress.TryNormalise(email, out var address);
        return (address, null);
    }

    /// <summary>Null for an address that a mail can lead to.</summary>
    public static string? PageFault(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
            ? null
            : "pageUrl must be the absolute http or https address of the page that the mail leads to.";
}
