using System.Net;
using System.Net.Http.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>What a person does with keys that others may have, and with an account that others use.</summary>
[Collection(PlatformCollection.Name)]
public sealed class RevocationStories(PlatformFixture platform)
{
    private const string NewPassword = "another horse, another battery";

    [Fact]
    public async Task All_keys_are_revoked_at_once_after_a_question_that_says_what_was_used_last()
    {
        var (person, other) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform));
        var (first, second, theirs) = (
            await person.CreateKeyAsync(new("laptop")),
            await person.CreateKeyAsync(),
            await other.CreateKeyAsync()
        );
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        await UseAsync(first, "codex_cli_rs/0.1");
        await ExpectLastUsedAsync(visitor, "/tokens/revoke", "“<bdi>laptop</bdi>”", "Codex CLI");
        await ExpectLastUsedAsync(visitor, $"/tokens/{first.Key.Id}/delete", "Codex CLI");
        await ExpectLastUsedAsync(visitor, "/tokens", "Codex CLI");

        using var revoked = await visitor.SendFormAsync("/tokens/revoke");
        Assert.Equal("/tokens", revoked.Headers.Location?.OriginalString);
        using var list = await visitor.GetAsync("/tokens");
        Assert.Contains("Your 2 keys are revoked.", await PageVisitor.TextAsync(list), StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(first, "x"));
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(second, "x"));
        Assert.Equal(HttpStatusCode.OK, await UseAsync(theirs, "x"));
    }

    [Fact]
    public async Task A_key_is_renamed_switched_off_and_on_and_replaced_on_its_pages()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync(new("old name"));
        var path = $"/tokens/{key.Key.Id}";
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        foreach (
            var (handler, name, shown, status) in ((string, string, string, HttpStatusCode)[])
                [
                    ("Rename", "new name", "The key is renamed.", HttpStatusCode.OK),
                    ("Disable", "", "The key is disabled.", HttpStatusCode.Unauthorized),
                    ("Enable", "", "The key is enabled. It works again.", HttpStatusCode.OK),
                ]
        )
        {
            using (var sent = await visitor.SendFormAsync(path, request => request.RequestUri = Handler(path, handler), ("Name", name)))
                Assert.Equal(path, sent.Headers.Location?.OriginalString);
            using (var page = await visitor.GetAsync(path))
                Assert.Contains(shown, await PageVisitor.TextAsync(page), StringComparison.Ordinal);
            await Eventually.TrueAsync(async () => await UseAsync(key, "x") == status, $"the key to answer {status} after {handler}");
        }

        using (var page = await visitor.GetAsync("/tokens"))
            Assert.Contains("<bdi class=\"stack cut\" title=\"new name\">", await PageVisitor.TextAsync(page), StringComparison.Ordinal);

        // Without another choice the old key works for a day, with the choice it ends at once.
        using (var rotated = await visitor.SendFormAsync(path + "/rotate"))
            Assert.Equal(HttpStatusCode.Redirect, rotated.StatusCode);
        using (var listed = await person.SendAsync(HttpMethod.Get, "/keys"))
        {
            var keys = (await listed.Content.ReadFromJsonAsync<KeyView[]>())!;
            var (replaced, replacement) = (keys.Single(each => each.Id == key.Key.Id), keys.Single(each => each.Id != key.Key.Id));
            Assert.Equal((KeyStatus.Replaced, TimeSpan.FromDays(1)), (replaced.Status, replaced.EndsAt - replacement.CreatedAt));
            Assert.Equal(HttpStatusCode.OK, await UseAsync(key, "x"));
            using var ended = await visitor.SendFormAsync($"/tokens/{replacement.Id}/rotate", ("GraceSeconds", "0"));
            Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        }

        using var left = await person.SendAsync(HttpMethod.Get, "/keys");
        Assert.Equal(2, (await left.Content.ReadFromJsonAsync<KeyView[]>())!.Length);
    }

    private static Uri Handler(string path, string name) => new($"{path}?handler={name}", UriKind.Relative);

    [Fact]
    public async Task A_compromised_account_is_secured_in_one_step()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        var elsewhere = await person.SignInAgainAsync();
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        Assert.Equal(HttpStatusCode.OK, await UseAsync(key, "x"));

        using (
            var refused = await visitor.SendFormAsync(
                "/settings/compromised",
                ("CurrentPassword", "not it at all"),
                ("NewPassword", NewPassword)
            )
        )
            Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await UseAsync(key, "x"));

        using var secured = await visitor.SendFormAsync(
            "/settings/compromised",
            ("CurrentPassword", Person.Password),
            ("NewPassword", NewPassword)
        );
        Assert.Equal("/sign-in?reason=secured", secured.Headers.Location?.OriginalString);
        foreach (var session in (Person[])[person, elsewhere])
        {
            using var ended = await session.SendAsync(HttpMethod.Get, "/keys");
            Assert.Equal(HttpStatusCode.Unauthorized, ended.StatusCode);
        }

        using (var old = await platform.Accounts.PostAsJsonAsync("/sessions", new SignInRequest(person.Email, Person.Password, "tests")))
            Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        using (var opened = await platform.Accounts.PostAsJsonAsync("/sessions", new SignInRequest(person.Email, NewPassword, "tests")))
            Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(key, "x"));
    }

    [Fact]
    public async Task Models_are_found_without_a_script_and_what_is_ticked_stays()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var found = await visitor.SendFormAsync(
            "/tokens/new?handler=Find",
            ("Name", "  my tool"),
            ("SpendLimit", "12,50"),
            ("Models", "gpt-4o-mini"),
            ("Find", "CLAUDE")
        );
        var text = await PageVisitor.TextAsync(found);
        Assert.Matches("<input[^>]*value=\"gpt-4o-mini\"[^>]*checked", text);
        Assert.Contains("value=\"claude-sonnet-4-5\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"gpt-4.1\"", text, StringComparison.Ordinal);
        Assert.Contains("value=\"12,50\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("two readings", text, StringComparison.Ordinal);
        Assert.Matches(@"\d+ of \d+ models, with those ticked", text);
    }

    private async Task<HttpStatusCode> UseAsync(KeyCreated key, string client)
    {
        using var gateway = platform.Gateway(key.Secret);
        gateway.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", client);
        using var response = await gateway.GetAsync("/v1/models");
        return response.StatusCode;
    }

    /// <summary>Accounts writes when a key was used once a second.</summary>
    private static Task ExpectLastUsedAsync(PageVisitor visitor, string path, params string[] words) =>
        Eventually.TrueAsync(
            async () =>
            {
                using var page = await visitor.GetAsync(path);
                var text = await PageVisitor.TextAsync(page);
                return words.All(word => text.Contains(word, StringComparison.Ordinal));
            },
            $"{path} to say {string.Join(", ", words)}"
        );
}
