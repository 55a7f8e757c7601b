using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Contracts;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Pages.Development;

/// <summary>The mails that would have been sent. It has an address in Development only.</summary>
public sealed partial class MailboxModel(AccountsClient accounts) : PageModel
{
    public IReadOnlyList<MailView> Mails { get; private set; } = [];

    public async Task OnGetAsync() => Mails = await accounts.DevelopmentMailsAsync(HttpContext.RequestAborted);

    /// <summary>The text in parts, with the addresses in it as links.</summary>
    public IEnumerable<(string Text, bool Link)> Parts(string text) =>
        Address().Split(text).Select(part => (part, Address().IsMatch(part)));

    [GeneratedRegex(@"(https?://\S+)")]
    private static partial Regex Address();
}
