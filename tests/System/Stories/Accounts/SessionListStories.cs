using System.Net;
using System.Net.Http.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>A person sees where they are signed in and what happened to their account, and ends what they do not know.</summary>
[Collection(PlatformCollection.Name)]
public sealed class SessionListStories(PlatformFixture platform)
{
    [Fact]
    public async Task Sessions_are_listed_by_browser_and_network_and_end_one_by_one_or_all_others()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var here = await PageVisitor.SignInAsync(platform, person);
        using var there = await PageVisitor.SignInAsync(platform, person);
        await person.SignInAgainAsync();
        var sessions = await SessionsAsync(person);
        Assert.Equal(4, sessions.Count);
        Assert.Single(sessions, session => session.Current);
        // What came over the dashboard has a network, what a service did has none.
        Assert.Equal(2, sessions.Count(session => session.Network is "127.0.0.0/24" or "::/48"));

        using (var page = await here.GetAsync("/settings/sessions"))
        {
            var text = await PageVisitor.TextAsync(page);
            Assert.Equal(3, text.Split("name=\"id\"").Length - 1);
            Assert.Contains("This one", text, StringComparison.Ordinal);
        }

        var stranger = await Person.RegisterAsync(platform, pack: null);
        var foreign = Assert.Single(await SessionsAsync(stranger));
        using (var stolen = await here.SendFormAsync("/settings/sessions?handler=End", ("id", foreign.Id.ToString())))
            Assert.Equal(HttpStatusCode.Found, stolen.StatusCode);
        Assert.Equal(foreign.Id, Assert.Single(await SessionsAsync(stranger)).Id);
        Assert.Equal(4, (await SessionsAsync(person)).Count);

        var other = sessions.First(session => session is { Current: false, Network: null });
        using (var ended = await here.SendFormAsync("/settings/sessions?handler=End", ("id", other.Id.ToString())))
            Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
        Assert.DoesNotContain(await SessionsAsync(person), session => session.Id == other.Id);

        using (var ended = await here.SendFormAsync("/settings/sessions?handler=Others"))
            Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
        using (var gone = await there.GetAsync("/settings/sessions"))
            Assert.StartsWith("/sign-in", gone.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var still = await here.GetAsync("/settings/sessions");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task The_security_log_has_what_was_done_and_tried_and_nothing_of_others()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var key = await person.CreateKeyAsync(new CreateKeyRequest("laptop"));
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        foreach (var _ in Enumerable.Range(0, 3))
            using (var guess = await platform.Accounts.PostAsJsonAsync("/sessions", new SignInRequest(person.Email, "a wrong password")))
                Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
        using (
            var changed = await visitor.SendFormAsync(
                "/settings?handler=Password",
                ("CurrentPassword", Person.Password),
                ("NewPassword", "another horse battery")
            )
        )
            Assert.Equal(HttpStatusCode.Found, changed.StatusCode);

        SecurityPage log = new([], false);
        await Eventually.TrueAsync(
            async () =>
            {
                using var page = await visitor.GetAsync("/settings/log");
                var text = await PageVisitor.TextAsync(page);
                return text.Contains("Password changed", StringComparison.Ordinal)
                    && text.Contains("Refused 3 times", StringComparison.Ordinal)
                    && text.Contains("laptop", StringComparison.Ordinal)
                    && text.Contains("Account created", StringComparison.Ordinal);
            },
            "the log to say it"
        );
        var stranger = await Person.RegisterAsync(platform, pack: null);
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await stranger.SendAsync(HttpMethod.Get, "/security-events");
                log = (await response.Content.ReadFromJsonAsync<SecurityPage>())!;
                return log.Events.Count == 2;
            },
            "the log of the stranger"
        );
        Assert.Equal(["register", "sign-in"], log.Events.Select(each => each.Action).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(log.Events, each => each.KeyId == key.Key.Id);
        using var far = await visitor.GetAsync("/settings/log?skip=x");
        Assert.Equal(HttpStatusCode.OK, far.StatusCode);
    }

    [Fact]
    public async Task Each_act_has_its_line_in_the_security_log()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var key = await person.CreateKeyAsync();
        using (await person.SendAsync(HttpMethod.Patch, $"/keys/{key.Key.Id}", new UpdateKeyRequest(Enabled: false))) { }
        using (await person.SendAsync(HttpMethod.Patch, $"/keys/{key.Key.Id}", new UpdateKeyRequest(Enabled: true))) { }
        using (await person.SendAsync(HttpMethod.Post, $"/keys/{key.Key.Id}/rotate", new RotateKeyRequest(3_600))) { }
        using (await person.SendAsync(HttpMethod.Delete, $"/keys/{key.Key.Id}")) { }
        using (await person.SendAsync(HttpMethod.Delete, "/keys")) { }
        using (await (await person.SignInAgainAsync()).SendAsync(HttpMethod.Delete, "/session")) { }
        await person.SignInAgainAsync();
        var other = (await SessionsAsync(person)).First(session => !session.Current);
        using (await person.SendAsync(HttpMethod.Delete, $"/sessions/{other.Id}")) { }
        using (await person.SendAsync(HttpMethod.Delete, "/sessions/others")) { }
        using (await person.SendAsync(HttpMethod.Delete, "/sessions")) { }
        person = await person.SignInAgainAsync();
        var wrong = new ChangePasswordRequest("a wrong password", "another horse battery");
        using (await person.SendAsync(HttpMethod.Put, "/password", wrong)) { }
        using (await person.SendAsync(HttpMethod.Post, "/compromised", wrong)) { }
        using (await person.SendAsync(HttpMethod.Post, "/compromised", wrong with { CurrentPassword = Person.Password })) { }

        using var visitor = new PageVisitor(platform);
        using (await visitor.SendFormAsync("/sign-in", ("Email", person.Email), ("Password", "another horse battery"))) { }
        string[] expected =
        [
            "Account created",
            "API key created",
            "API key disabled",
            "API key enabled",
            "API key rotated",
            "API key deleted",
            "All API keys revoked",
            "Signed out",
            "Ended a session",
            "Ended all other sessions",
            "Signed out everywhere",
            "Password not changed: the current one was wrong",
            "Account not secured: the current password was wrong",
            "Account secured: new password, every session ended, all API keys revoked",
        ];
        string[] missing = expected;
        await Eventually.TrueAsync(
            async () =>
            {
                using var page = await visitor.GetAsync("/settings/log");
                var text = await PageVisitor.TextAsync(page);
                missing = [.. expected.Where(title => !text.Contains($"title=\"{title}\"", StringComparison.Ordinal))];
                return missing.Length == 0;
            },
            () => "the log to say: " + string.Join(", ", missing)
        );
    }

    [Fact]
    public async Task Both_mistakes_of_a_change_of_password_are_said_at_once()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        foreach (
            var (current, chosen, words) in ((string, string, string[])[])
                [
                    ("a wrong password", "short", ["This is not the current password.", "Use at least 10 characters"]),
                    ("", "", ["Enter the current password.", "Enter a password."]),
                    (Person.Password, "password123", ["among the first passwords that are guessed"]),
                    (new string('x', 129), "nine sleepy walruses", ["A password has at most 128 characters."]),
                ]
        )
        {
            using var refused = await visitor.SendFormAsync(
                "/settings?handler=Password",
                ("CurrentPassword", current),
                ("NewPassword", chosen)
            );
            var text = await PageVisitor.TextAsync(refused);
            Assert.All(words, each => Assert.Contains(each, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_key_in_use_is_deleted_only_by_who_types_its_name()
    {
        var person = await Person.RegisterAsync(platform);
        var (used, idle) = (await person.CreateKeyAsync(new CreateKeyRequest("Laptop")), await person.CreateKeyAsync());
        using (await platform.Gateway(used.Secret).ChatAsync(Chat.Body())) { }
        await Eventually.TrueAsync(
            async () =>
            {
                using var keys = await person.SendAsync(HttpMethod.Get, "/keys");
                return (await keys.Content.ReadFromJsonAsync<KeyView[]>())!.Any(key => key.LastUsedAt is not null);
            },
            "the use of the key to be noted"
        );
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        foreach (
            var typed in ((string, string)[][])
                [
                    [],
                    [("Confirmation", " ")],
                    [("Confirmation", "Desk")],
                ]
        )
            using (var asked = await visitor.SendFormAsync($"/tokens/{used.Key.Id}/delete", typed))
                Assert.Contains("Nothing was deleted.", await PageVisitor.TextAsync(asked), StringComparison.Ordinal);
        using (var deleted = await visitor.SendFormAsync($"/tokens/{used.Key.Id}/delete", ("Confirmation", " laptop ")))
            Assert.Equal("/tokens", deleted.Headers.Location!.OriginalString);
        using (var deleted = await visitor.SendFormAsync($"/tokens/{idle.Key.Id}/delete"))
            Assert.Equal("/tokens", deleted.Headers.Location!.OriginalString);
    }

    private static async Task<IReadOnlyList<SessionView>> SessionsAsync(Person person)
    {
        using var response = await person.SendAsync(HttpMethod.Get, "/sessions");
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<SessionView[]>())!;
    }
}
