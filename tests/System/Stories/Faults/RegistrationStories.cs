using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Npgsql;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Faults;

/// <summary>Who registers, and what others learn of it. On the platform of the faults, because Accounts restarts with other settings.</summary>
[Collection(FaultCollection.Name)]
public sealed partial class RegistrationStories(FaultPlatform platform)
{
    [Fact]
    public async Task Where_addresses_are_confirmed_the_page_and_the_work_are_the_same_for_an_address_that_has_an_account()
    {
        var known = await Person.RegisterAsync(platform, pack: null);
        var unknown = $"newcomer-{Guid.CreateVersion7():N}@example.com";
        var restore = await platform.RestartWithAsync("accounts", ("Mail__ConfirmRegistrations", "true"));
        try
        {
            using var visitor = new PageVisitor(platform);
            var said = new List<string>();
            foreach (var address in (string[])[known.Email, unknown])
            {
                using var asked = await visitor.SendFormAsync("/register", ("Email", address));
                Assert.Equal((HttpStatusCode.Found, "/register"), (asked.StatusCode, asked.Headers.Location!.OriginalString));
                using var page = await visitor.GetAsync("/register");
                said.Add(Content().Match(await PageVisitor.TextAsync(page)).Value);
            }

            Assert.Contains("A mail is on its way to this address.", Assert.Single(said.Distinct()), StringComparison.Ordinal);
            var (told, link) = (await MailAsync(known.Email), await MailAsync(unknown));
            Assert.Equal(await RowAsync(known.Email), await RowAsync(unknown));
            Assert.Equal("You already have an account", told.Subject);
            Assert.Contains("/forgot-password", told.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("token=", told.Text, StringComparison.Ordinal);
            Assert.Equal("Finish your registration", link.Subject);

            using (var atOnce = await platform.Accounts.PostAsJsonAsync("/accounts", new RegisterRequest(unknown, Person.Password)))
                Assert.Contains("registration_by_mail", await atOnce.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            await FinishAsync(visitor, Link().Match(link.Text).Value);
        }
        finally
        {
            await restore();
        }
    }

    [Fact]
    public async Task Without_it_the_owner_of_the_address_is_told()
    {
        var known = await Person.RegisterAsync(platform, pack: null);
        using var visitor = new PageVisitor(platform);
        using var refused = await visitor.SendFormAsync("/register", ("Email", known.Email), ("Password", Person.Password));
        Assert.Contains("There is already an account", await PageVisitor.TextAsync(refused), StringComparison.Ordinal);
        Assert.Equal("You already have an account", (await MailAsync(known.Email)).Subject);
    }

    [Fact]
    public async Task In_Production_there_is_no_mailbox_and_without_a_server_a_reset_is_refused_whoever_has_the_address()
    {
        var known = await Person.RegisterAsync(platform, pack: null);
        var restore = await platform.RestartWithAsync(
            "accounts",
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("DOTNET_ENVIRONMENT", "Production"),
            ("Demo__ApiKey", null),
            ("Demo__Password", null),
            ("Demo__History", null)
        );
        try
        {
            using (var mailbox = await platform.Accounts.GetAsync("/development/mails"))
                Assert.Equal(HttpStatusCode.NotFound, mailbox.StatusCode);
            var answers = new List<(HttpStatusCode, string)>();
            foreach (var address in (string[])[known.Email, "nobody-at-all@example.com"])
            {
                using var asked = await platform.Accounts.PostAsJsonAsync(
                    "/password-resets",
                    new PasswordResetRequest(address, "https://example.com/reset-password")
                );
                answers.Add((asked.StatusCode, Trace().Replace(await asked.Content.ReadAsStringAsync(), "")));
            }

            var (status, text) = Assert.Single(answers.Distinct());
            Assert.Equal(HttpStatusCode.Conflict, status);
            Assert.Contains("mail_not_configured", text, StringComparison.Ordinal);
            Assert.Equal("", await RowAsync(known.Email, "password-reset"));
        }
        finally
        {
            await restore();
        }
    }

    [Fact]
    public async Task A_reset_is_the_same_work_for_an_address_that_nobody_has()
    {
        var known = await Person.RegisterAsync(platform, pack: null);
        var unknown = $"nobody-{Guid.CreateVersion7():N}@example.com";
        foreach (var address in (string[])[known.Email, unknown])
        {
            using var asked = await platform.Accounts.PostAsJsonAsync(
                "/password-resets",
                new PasswordResetRequest(address, "https://example.com/reset-password")
            );
            Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        }

        await MailAsync(known.Email);
        Assert.Equal(await RowAsync(known.Email, "password-reset"), await RowAsync(unknown, "password-reset"));
    }

    /// <summary>The link leads to a password, once, and the newcomer is in.</summary>
    private async Task FinishAsync(PageVisitor visitor, string link)
    {
        var path = new Uri(link).PathAndQuery;
        using (var opened = await visitor.GetAsync(path))
            Assert.Equal("/register/finish", opened.Headers.Location!.OriginalString);
        using (var weak = await visitor.SendFormAsync("/register/finish", ("Password", "password123")))
            Assert.Contains("first passwords that are guessed", await PageVisitor.TextAsync(weak), StringComparison.Ordinal);
        using (var done = await visitor.SendFormAsync("/register/finish", ("Password", Person.Password)))
            Assert.Equal("/credit", done.Headers.Location!.OriginalString);
        using (var credit = await visitor.GetAsync("/credit"))
            Assert.Equal(HttpStatusCode.OK, credit.StatusCode);
        using var late = new PageVisitor(platform);
        using (await late.GetAsync(path)) { }
        using var again = await late.SendFormAsync("/register/finish", ("Password", Person.Password));
        Assert.Contains(
            "This link has expired, was used, or is not complete.",
            await PageVisitor.TextAsync(again),
            StringComparison.Ordinal
        );
    }

    /// <summary>What was written for the request, once its mail is done with; all but the address.</summary>
    private async Task<string> RowAsync(string address, string kind = "registration")
    {
        var accounts = await platform.App.GetConnectionStringAsync("accountsdb");
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(accounts) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        var row = "";
        await Eventually.TrueAsync(
            async () =>
            {
                await using var command = new NpgsqlCommand(
                    "SELECT concat_ws(' ', page_url, mails, attempts, ended_at IS NULL) FROM mail_outbox WHERE kind = $1 AND address = $2",
                    connection
                );
                command.Parameters.AddWithValue(kind);
                command.Parameters.AddWithValue(address);
                row = (string?)await command.ExecuteScalarAsync() ?? "";
                return !row.EndsWith('t');
            },
            $"the mail of {kind} to be done with"
        );
        return row;
    }

    private async Task<MailView> MailAsync(string email)
    {
        MailView? found = null;
        await Eventually.TrueAsync(
            async () =>
                (
                    found = (await platform.Accounts.GetFromJsonAsync<MailView[]>("/development/mails"))!.FirstOrDefault(mail =>
                        mail.To == email
                    )
                )
                    is not null,
            $"the mail to {email}"
        );
        return found!;
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Link();

    [GeneratedRegex("<main.*</main>", RegexOptions.Singleline)]
    private static partial Regex Content();

    [GeneratedRegex("\"(traceId|requestId)\":\"[^\"]*\",?", RegexOptions.ExplicitCapture)]
    private static partial Regex Trace();
}
