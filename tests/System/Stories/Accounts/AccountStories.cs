using System.Net;
using System.Net.Http.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>People, their sessions and their keys, at the service that owns them.</summary>
[Collection(PlatformCollection.Name)]
public sealed class AccountStories(PlatformFixture platform)
{
    private Task<HttpResponseMessage> SignInAsync(string email, string password) =>
        platform.Accounts.PostAsJsonAsync("/sessions", new SignInRequest(email, password));

    [Fact]
    public async Task Changing_the_password_ends_the_other_sessions_and_not_this_one()
    {
        var here = await Person.RegisterAsync(platform, pack: null);
        var there = await here.SignInAgainAsync();
        using var changed = await here.SendAsync(
            HttpMethod.Put,
            "/password",
            new ChangePasswordRequest(Person.Password, "another long password")
        );
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.SendAsync(HttpMethod.Get, "/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.SendAsync(HttpMethod.Get, "/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(here.Email, Person.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await SignInAsync(here.Email, "another long password")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session()
    {
        var here = await Person.RegisterAsync(platform, pack: null);
        var there = await here.SignInAgainAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await here.SendAsync(HttpMethod.Delete, "/sessions")).StatusCode);
        foreach (var session in (Person[])[here, there])
            Assert.Equal(HttpStatusCode.Unauthorized, (await session.SendAsync(HttpMethod.Get, "/session")).StatusCode);
    }

    [Fact]
    public async Task A_key_says_when_it_was_last_used_and_nothing_that_could_be_used()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync(new CreateKeyRequest("watched"));
        Assert.Null(key.Key.LastUsedAt);
        using (var answer = await platform.Gateway(key.Secret).ChatAsync(Chat.Body()))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await person.SendAsync(HttpMethod.Get, "/keys");
                var text = await response.Content.ReadAsStringAsync();
                Assert.DoesNotContain(key.Secret, text, StringComparison.Ordinal);
                Assert.DoesNotContain(ApiKey.Parse(key.Secret)!.Hash, text, StringComparison.Ordinal);
                var view = Assert.Single((await response.Content.ReadFromJsonAsync<KeyView[]>())!);
                return view.LastUsedAt is not null;
            },
            "the key's last use to be noted"
        );
    }

    [Fact]
    public async Task Nobody_can_touch_another_persons_key()
    {
        var key = await (await Person.RegisterAsync(platform, pack: null)).CreateKeyAsync();
        var stranger = await Person.RegisterAsync(platform, pack: null);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await stranger.SendAsync(HttpMethod.Patch, $"/keys/{key.Key.Id}", new UpdateKeyRequest("mine"))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await stranger.SendAsync(HttpMethod.Post, $"/keys/{key.Key.Id}/rotate", new RotateKeyRequest())).StatusCode
        );
        Assert.Equal(HttpStatusCode.OK, (await platform.Gateway(key.Secret).GetAsync("/v1/models")).StatusCode);
    }

    [Fact]
    public async Task The_audit_log_has_sign_ins_changes_of_keys_and_refusals_and_no_secret()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var key = await person.CreateKeyAsync();
        (await SignInAsync(person.Email, "not the password")).Dispose();
        (await person.SendAsync(HttpMethod.Patch, $"/keys/{key.Key.Id}", new UpdateKeyRequest(Enabled: false))).Dispose();
        (await person.SendAsync(HttpMethod.Delete, "/keys/no-such-key")).Dispose();
        (await person.SendAsync(HttpMethod.Delete, $"/keys/{key.Key.Id}")).Dispose();

        string[] expected =
        [
            $"register done, account {person.Id}, key (null)",
            $"sign-in done, account {person.Id}, key (null)",
            $"key-create done, account {person.Id}, key {key.Key.Id}",
            $"sign-in wrong_credentials, account {person.Id}, key (null)",
            $"key-change done, account {person.Id}, key {key.Key.Id}, network own service, disabled",
            $"key-delete key_not_found, account {person.Id}, key (null)",
            $"key-delete done, account {person.Id}, key {key.Key.Id}",
        ];
        await Eventually.TrueAsync(
            () =>
            {
                var log = string.Join('\n', platform.Logs.Of("accounts"));
                return Task.FromResult(expected.All(line => log.Contains("Audit: " + line, StringComparison.Ordinal)));
            },
            "the audit log to have every action"
        );
        Assert.All(
            (string[])[person.Email, key.Secret, Person.Password, "not the password"],
            secret => Assert.DoesNotContain(platform.Logs.Of("accounts"), line => line.Contains(secret, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_key_with_impossible_limits_is_refused_field_by_field()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var refused = await person.SendAsync(
            HttpMethod.Post,
            "/keys",
            new CreateKeyRequest("", TimeProvider.System.GetUtcNow().AddDays(-1), new Money(0), ["no-such-model"])
        );
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(
            ["expiresAt", "models", "name", "spendLimit"],
            (await refused.Content.ReadFromJsonAsync<Problem>())!.Errors!.Keys.Order()
        );
    }

    private sealed record Problem(string? Detail, IReadOnlyDictionary<string, string[]>? Errors);
}
