using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Operations;

/// <summary>A request that is refused is in its owner's log, with what was wrong, and in nobody else's.</summary>
[Collection(PlatformCollection.Name)]
public sealed class RefusedStories(PlatformFixture platform)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private async Task<RefusedPage> ListAsync(Person person, string query = "") =>
        (await platform.Usage.GetFromJsonAsync<RefusedPage>($"/accounts/{person.Id}/refused{query}"))!;

    /// <summary>Calls as a tool does, and returns the entry that the call left.</summary>
    private async Task<RefusedRequest> RefusedAsync(
        Person person,
        string key,
        string path,
        string body,
        string agent = "codex_cli_rs/0.9",
        Uri? host = null
    )
    {
        using var client = new HttpClient { BaseAddress = host ?? platform.GatewayAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        request.Headers.Add("Authorization", "Bearer " + key);
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        using var response = await client.SendAsync(request);
        Assert.True((int)response.StatusCode >= 400);
        var entry = await person.RefusedAsync(response.RequestId());
        Assert.Equal(((int)response.StatusCode, 1, agent, path), (entry.Status, entry.Count, entry.Client, entry.Endpoint));
        Assert.InRange(entry.At, TimeProvider.System.GetUtcNow() - Eventually.Timeout, TimeProvider.System.GetUtcNow() + Soon);
        return entry;
    }

    [Fact]
    public async Task Each_kind_of_refusal_names_its_key_its_model_and_what_is_wrong()
    {
        var (rich, poor) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform, pack: null));
        var (key, unpaid) = (await rich.CreateKeyAsync(), await poor.CreateKeyAsync());

        var unknown = await RefusedAsync(rich, key.Secret, Chat.Path, Chat.Body("gpt-4.1-minni"));
        Assert.Equal(
            ("model_not_found", "gpt-4.1-minni", key.Key.Id, true),
            (unknown.Code, unknown.Model, unknown.KeyId, unknown.Verified)
        );
        Assert.Contains("Did you mean 'gpt-4.1-mini'", unknown.Message, StringComparison.Ordinal);

        var credit = await RefusedAsync(poor, unpaid.Secret, Chat.Path, Chat.Body());
        Assert.Equal(("insufficient_quota", "gpt-4.1-mini", true), (credit.Code, credit.Model, credit.Verified));

        var fault = await RefusedAsync(rich, key.Secret, Chat.Path, """{"model":"gpt-4.1-mini"}""");
        Assert.Equal(("invalid_request_error", true), (fault.Code, fault.Verified));

        // The secret is right, or nearly, and does not count: the public id alone names the owner.
        var mistyped = await RefusedAsync(rich, key.Secret[..^1] + (key.Secret[^1] == 'a' ? 'b' : 'a'), Chat.Path, Chat.Body());
        Assert.Equal(("invalid_api_key", null, key.Key.Id, false), (mistyped.Code, mistyped.Model, mistyped.KeyId, mistyped.Verified));
        var without = await RefusedAsync(rich, key.Secret, "/chat/completions", Chat.Body());
        Assert.Equal(("unknown_url", key.Key.Id, false), (without.Code, without.KeyId, without.Verified));
        Assert.Equal("unknown_url", (await RefusedAsync(rich, key.Secret, "/v1/v1/messages", "{}")).Code);
        Assert.Equal("unknown_url", (await RefusedAsync(rich, key.Secret, "/v1/chat/completions/chat/completions", "{}")).Code);

        // At the address of the pages.
        foreach (var path in (string[])["/v1/chat/completions", "/chat/completions"])
        {
            var elsewhere = await RefusedAsync(rich, key.Secret, path, Chat.Body(), host: platform.DashboardAddress);
            Assert.Equal(("unknown_url", false), (elsewhere.Code, elsewhere.Verified));
            Assert.Contains($"Set the Base URL in your tool to {platform.BaseUrl}", elsewhere.Message, StringComparison.Ordinal);
        }

        // All of them, newest first, in pages and by each filter; and with no charge.
        var all = await ListAsync(rich);
        Assert.Equal((8, null), (all.Requests.Count, all.NextCursor));
        var page = await ListAsync(rich, "?limit=5");
        var rest = await ListAsync(rich, $"?limit=5&cursor={page.NextCursor}");
        Assert.Equal(all.Requests.Select(entry => entry.RequestId), page.Requests.Concat(rest.Requests).Select(entry => entry.RequestId));
        Assert.Equal(all.Requests.OrderByDescending(entry => entry.At), all.Requests);
        Assert.Equal(unknown.RequestId, Assert.Single((await ListAsync(rich, "?model=gpt-4.1-minni")).Requests).RequestId);
        Assert.Equal(mistyped.RequestId, Assert.Single((await ListAsync(rich, "?code=invalid_api_key")).Requests).RequestId);
        Assert.Equal(8, (await ListAsync(rich, $"?key={key.Key.Id}")).Requests.Count);
        Assert.Empty((await ListAsync(rich, $"?key={unpaid.Key.Id}")).Requests);
        Assert.Empty((await ListAsync(rich, "?to=2020-01-01")).Requests);
        await platform.ExpectSettledAsync(rich);
    }

    [Fact]
    public async Task An_old_secret_is_told_to_its_owner()
    {
        var person = await Person.RegisterAsync(platform);
        var old = await person.CreateKeyAsync();
        using (await person.SendAsync(HttpMethod.Post, $"/keys/{old.Key.Id}/rotate", new RotateKeyRequest()))
        {
            var entry = await RefusedAsync(person, old.Secret, Chat.Path, Chat.Body());
            Assert.Equal(("invalid_api_key", old.Key.Id, false), (entry.Code, entry.KeyId, entry.Verified));
            Assert.Contains("was replaced by a newer one", entry.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Where a request that was let through has a receipt, this one has its refusal, for the account's own keys.</summary>
    [Fact]
    public async Task The_receipt_of_a_refused_request_says_why()
    {
        var (owner, other) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform));
        var key = await owner.CreateKeyAsync();
        var entry = await RefusedAsync(owner, key.Secret, Chat.Path, Chat.Body("no-such-model"));
        using var client = platform.Gateway(key.Secret);
        using var receipt = JsonDocument.Parse(await client.GetStringAsync($"/v1/receipts/{entry.RequestId}"));
        var root = receipt.RootElement;
        Assert.Equal(
            ("refused_request", entry.RequestId, "no-such-model", 404, "model_not_found", true, 0m),
            (
                root.GetProperty("object").GetString(),
                root.GetProperty("request_id").GetString(),
                root.GetProperty("model").GetString(),
                root.GetProperty("status_code").GetInt32(),
                root.GetProperty("error_code").GetString(),
                root.GetProperty("verified").GetBoolean(),
                root.GetProperty("charged").GetDecimal()
            )
        );
        Assert.Equal(entry.Message, root.GetProperty("message").GetString());

        using var foreign = await (await other.ClientAsync()).GetAsync($"/v1/receipts/{entry.RequestId}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Fact]
    public async Task Nobody_else_sees_it()
    {
        var (owner, other) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform));
        var key = await owner.CreateKeyAsync();
        var entry = await RefusedAsync(owner, key.Secret, Chat.Path, Chat.Body("no-such-model"));
        using var foreign = await platform.Usage.GetAsync($"/accounts/{other.Id}/refused/{entry.RequestId}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Empty((await ListAsync(other, $"?key={key.Key.Id}")).Requests);
        Assert.Empty((await ListAsync(other)).Requests);
    }

    [Fact]
    public async Task The_pages_list_it_and_its_request_id_opens_it_with_the_cure()
    {
        var (person, other) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform));
        var key = await person.CreateKeyAsync(new CreateKeyRequest("my <b>tool</b>"));
        var entry = await RefusedAsync(person, key.Secret, Chat.Path, Chat.Body("<i>gpt-4.1-minni"), "<script>alert(1)</script>");
        var unverified = await RefusedAsync(person, key.Secret[..^1] + "-", "/v1/messages", "{}");
        using var visitor = await PageVisitor.SignInAsync(platform, person);

        using var list = await visitor.GetAsync("/usage/refused");
        var markup = await list.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script>alert", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", markup, StringComparison.Ordinal);
        var text = await PageVisitor.TextAsync(list);
        foreach (
            var shown in (string[])
                [
                    entry.RequestId,
                    "<script>alert(1)</script>",
                    "<i>gpt-4.1-minni",
                    "my <b>tool</b>",
                    "href=\"/errors/model_not_found\"",
                    "There is no model of this name here.",
                    unverified.RequestId,
                    "Codex CLI",
                    "not verified",
                ]
        )
            Assert.Contains(shown, text, StringComparison.Ordinal);

        using var filtered = await visitor.GetAsync($"/usage/refused?code=invalid_api_key&key={key.Key.Id}");
        text = await PageVisitor.TextAsync(filtered);
        Assert.Contains(unverified.RequestId, text, StringComparison.Ordinal);
        Assert.DoesNotContain(entry.RequestId, text, StringComparison.Ordinal);

        using var one = await visitor.GetAsync($"/usage/{entry.RequestId}");
        text = await PageVisitor.TextAsync(one);
        Assert.Contains(entry.Message, text, StringComparison.Ordinal);
        Assert.Contains(
            "Choose a name from the list of models and copy it letter for letter. The message suggests similar ones.",
            text,
            StringComparison.Ordinal
        );

        using var log = await visitor.GetAsync("/usage");
        Assert.Contains("href=\"/usage/refused\"", await PageVisitor.TextAsync(log), StringComparison.Ordinal);

        using var stranger = await PageVisitor.SignInAsync(platform, other);
        using var foreign = await stranger.GetAsync($"/usage/{entry.RequestId}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var theirs = await stranger.GetAsync("/usage/refused");
        Assert.DoesNotContain(entry.RequestId, await PageVisitor.TextAsync(theirs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_a_receipt_or_needs_no_mending_is_not_refused()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using var client = platform.Gateway(key.Secret);
        using var answered = await client.ChatAsync(Chat.Body());
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        using var failed = await client.ChatAsync(Chat.Body("fake-chat"), "status=500");
        Assert.True((int)failed.StatusCode >= 500);
        await person.UsageAsync(2);
        // Codex asks so at each start.
        using var upgrade = new HttpRequestMessage(HttpMethod.Get, "/v1/responses");
        upgrade.Headers.Add("Upgrade", "websocket");
        upgrade.Headers.Add("Connection", "Upgrade");
        using var refused = await client.SendAsync(upgrade);
        Assert.Equal(HttpStatusCode.UpgradeRequired, refused.StatusCode);
        var marker = await RefusedAsync(person, key.Secret, Chat.Path, Chat.Body("no-such-model"));
        Assert.Equal(marker.RequestId, Assert.Single((await ListAsync(person)).Requests).RequestId);
    }

    [Fact]
    public async Task A_flood_leaves_few_entries_whose_sum_is_exact()
    {
        const int Calls = 300;
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using var client = platform.Gateway(key.Secret);
        for (var i = 0; i < Calls; i++)
        {
            using var response = await client.ChatAsync(Chat.Body("no-such-model"));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        RefusedPage page = new([], null);
        await Eventually.TrueAsync(
            async () => (page = await ListAsync(person, "?limit=200")).Requests.Sum(entry => entry.Count) == Calls,
            () => $"{Calls} refusals in all; there are {page.Requests.Sum(entry => entry.Count)}"
        );
        Assert.InRange(page.Requests.Count, 20, 60);
    }

    [Fact]
    public async Task What_is_old_or_too_much_goes_and_the_unverified_have_a_share_of_their_own()
    {
        var person = await Person.RegisterAsync(platform);
        var now = TimeProvider.System.GetUtcNow();
        await SendAsync(person, 1, now.AddDays(-31), verified: true, "old");
        await SendAsync(person, 10_010, now, verified: true, "known");
        await SendAsync(person, 1_010, now, verified: false, "unknown");
        await Eventually.TrueAsync(async () => !await ExistsAsync(person, "req_unknown_0"), "the excess to go");
        Assert.False(await ExistsAsync(person, "req_old_0"));
        Assert.False(await ExistsAsync(person, "req_known_9"));
        Assert.True(await ExistsAsync(person, "req_known_10"));
        Assert.False(await ExistsAsync(person, "req_unknown_9"));
        Assert.True(await ExistsAsync(person, "req_unknown_10"));
    }

    /// <summary>Entries one millisecond apart, the oldest first.</summary>
    private async Task SendAsync(Person person, int count, DateTimeOffset newest, bool verified, string name)
    {
        var entries = Enumerable
            .Range(0, count)
            .Select(i => new RefusedRequest(
                $"req_{name}_{i}",
                person.Id,
                "aaaaaaaaaaaa",
                newest.AddMilliseconds(i - count),
                Chat.Path,
                null,
                null,
                404,
                "model_not_found",
                "No.",
                verified
            ));
        foreach (var batch in entries.Chunk(RefusedRequest.MaxBatch))
        {
            using var response = await platform.Usage.PostAsJsonAsync("/refused", batch);
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }
    }

    private async Task<bool> ExistsAsync(Person person, string requestId)
    {
        using var response = await platform.Usage.GetAsync($"/accounts/{person.Id}/refused/{requestId}");
        return response.IsSuccessStatusCode;
    }

    [Fact]
    public async Task Hostile_texts_are_bounded_and_hold_no_secret()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using var client = platform.Gateway(key.Secret);
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", new string('x', 3_000));
        using var response = await client.ChatAsync(Chat.Body("\\u0000\\u202e" + key.Secret + new string('y', 3_000)));
        var entry = await person.RefusedAsync(response.RequestId());
        Assert.Equal(200, entry.Client!.Length);
        Assert.True(entry.Model!.Length <= 100);
        Assert.DoesNotContain(entry.Model + entry.Message, char.IsControl);
        Assert.DoesNotContain(key.Secret[15..47], entry.Model + entry.Message, StringComparison.Ordinal);

        using var inThePath = await client.GetAsync($"/v1/models/{key.Secret}/x/y");
        var second = await person.RefusedAsync(inThePath.RequestId());
        Assert.DoesNotContain(key.Secret[15..47], second.Endpoint + second.Message, StringComparison.Ordinal);
    }
}
