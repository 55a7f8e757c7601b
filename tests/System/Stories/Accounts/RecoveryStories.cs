using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>Somebody has forgotten the password, and somebody else would like to have it.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class RecoveryStories(PlatformFixture platform)
{
    private const string NewPassword = "nine sleepy walruses";

    [Fact]
    public async Task A_link_by_mail_sets_a_new_password_once_and_ends_every_session()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var signedIn = await PageVisitor.SignInAsync(platform, person);
        using var visitor = new PageVisitor(platform);
        var link = await AskAsync(visitor, person.Email);
        Assert.StartsWith(new Uri(platform.DashboardAddress, "/reset-password?token=").AbsoluteUri, link, StringComparison.Ordinal);

        // The token leaves the address, and opening the link uses nothing up.
        using (var opened = await visitor.GetAsync(new Uri(link).PathAndQuery))
            Assert.Equal((HttpStatusCode.Found, "/reset-password"), (opened.StatusCode, opened.Headers.Location!.OriginalString));
        using (var weak = await visitor.SendFormAsync("/reset-password", ("NewPassword", "password123")))
            Assert.Contains("first passwords that are guessed", await PageVisitor.TextAsync(weak), StringComparison.Ordinal);
        using (var changed = await visitor.SendFormAsync("/reset-password", ("NewPassword", NewPassword)))
            Assert.Equal("/sign-in?reason=reset", changed.Headers.Location!.OriginalString);
        using (var said = await visitor.GetAsync("/sign-in?reason=reset"))
            Assert.Contains("every session of your account has ended", await PageVisitor.TextAsync(said), StringComparison.Ordinal);

        using (var ended = await signedIn.GetAsync("/account"))
            Assert.StartsWith("/sign-in", ended.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(person.Email, Person.Password));
        Assert.Equal(HttpStatusCode.Created, await SignInAsync(person.Email, NewPassword));

        using (await visitor.SendFormAsync("/sign-in", ("Email", person.Email), ("Password", NewPassword))) { }
        await Eventually.TrueAsync(
            async () =>
            {
                using var log = await visitor.GetAsync("/settings/log");
                return (await PageVisitor.TextAsync(log)).Contains("Password reset by mail; every session ended", StringComparison.Ordinal);
            },
            "the log to say it"
        );

        using var late = new PageVisitor(platform);
        using (await late.GetAsync(new Uri(link).PathAndQuery)) { }
        using var again = await late.SendFormAsync("/reset-password", ("NewPassword", "eleven angry herons"));
        var text = await PageVisitor.TextAsync(again);
        Assert.Contains("This link has expired, was used, or is not complete.", text, StringComparison.Ordinal);
        Assert.Contains("Ask for a new link", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, await SignInAsync(person.Email, NewPassword));
    }

    [Fact]
    public async Task A_link_ends_with_the_password_that_it_was_made_for()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var visitor = new PageVisitor(platform);
        var token = Token(await AskAsync(visitor, person.Email));
        using (
            var changed = await person.SendAsync(
                HttpMethod.Put,
                "/password",
                new ChangePasswordRequest(Person.Password, "seven brave lobsters")
            )
        )
            Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        using var late = await platform.Accounts.PostAsJsonAsync(
            "/password-resets/completion",
            new PasswordResetCompletion(token, NewPassword)
        );
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        Assert.Equal(HttpStatusCode.Created, await SignInAsync(person.Email, "seven brave lobsters"));
    }

    [Fact]
    public async Task Nobody_learns_from_asking_who_has_an_account_and_no_mailbox_is_flooded()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var visitor = new PageVisitor(platform);
        var unknown = $"nobody-{Guid.CreateVersion7():N}@example.com";
        var answers = new List<string>();
        foreach (var address in (string[])[person.Email, unknown, person.Email, person.Email.ToUpperInvariant()])
        {
            using var asked = await visitor.SendFormAsync("/forgot-password", ("Email", address));
            Assert.Equal((HttpStatusCode.Found, "/forgot-password"), (asked.StatusCode, asked.Headers.Location!.OriginalString));
            using var page = await visitor.GetAsync("/forgot-password");
            answers.Add(Content().Match(await PageVisitor.TextAsync(page)).Value);
        }

        Assert.Contains("If there is an account with this address", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
        await MailAsync(person.Email);
        // Mails are written in turn: when the one of a later request is there, those before it are, too.
        var other = await Person.RegisterAsync(platform, pack: null);
        await AskAsync(visitor, other.Email);
        var mails = await MailsAsync();
        Assert.Single(mails, mail => mail.To == person.Email);
        Assert.DoesNotContain(mails, mail => mail.To == unknown);
        foreach (var service in (string[])["accounts", "dashboard"])
            Assert.DoesNotContain(
                platform.Logs.Of(service),
                line => line.Contains(Token(mails[0].Text), StringComparison.Ordinal) || line.Contains(unknown, StringComparison.Ordinal)
            );
        using var mailbox = await visitor.GetAsync("/development/mailbox");
        Assert.Contains(other.Email, await PageVisitor.TextAsync(mailbox), StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> SignInAsync(string email, string password)
    {
        using var response = await platform.Accounts.PostAsJsonAsync("/sessions", new SignInRequest(email, password));
        return response.StatusCode;
    }

    /// <summary>Asks by the page, and returns the link of the mail.</summary>
    private async Task<string> AskAsync(PageVisitor visitor, string email)
    {
        using var asked = await visitor.SendFormAsync("/forgot-password", ("Email", email));
        Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        return Link().Match((await MailAsync(email)).Text).Value;
    }

    private async Task<MailView> MailAsync(string email)
    {
        MailView? found = null;
        await Eventually.TrueAsync(
            async () => (found = (await MailsAsync()).FirstOrDefault(mail => mail.To == email)) is not null,
            $"the mail to {email}"
        );
        return found!;
    }

    private async Task<MailView[]> MailsAsync() => (await platform.Accounts.GetFromJsonAsync<MailView[]>("/development/mails"))!;

    private static string Token(string text) => text[(text.IndexOf("token=", StringComparison.Ordinal) + 6)..].Split('\n')[0].Trim();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Link();

    [GeneratedRegex("<main.*</main>", RegexOptions.Singleline)]
    private static partial Regex Content();
}
