using System.Net;
using System.Net.Http.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>Guessing and flooding. Each story has networks of its own, so that it disturbs no other.</summary>
[Collection(PlatformCollection.Name)]
public sealed class SignInStories(PlatformFixture platform)
{
    private const string Wrong = "not the password";

    [Fact]
    public async Task Guesses_at_a_known_and_an_unknown_address_are_answered_alike_and_close_nothing_for_the_owner()
    {
        const string guessers = "203.0.113.1";
        var person = await Person.RegisterAsync(platform, pack: null);
        var (known, unknown) = (await GuessAsync(person.Email, guessers), await GuessAsync(NobodysAddress(), guessers));
        Assert.Equal(known, unknown);
        Assert.Equal("401 wrong_credentials", known[0]);
        Assert.Equal("429 too_many_attempts", known[^1]);

        using var fromThere = await SignInAsync(person.Email, Person.Password, guessers);
        Assert.Equal(HttpStatusCode.TooManyRequests, fromThere.StatusCode);
        Assert.True(fromThere.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        using var fromHome = await SignInAsync(person.Email, Person.Password, "203.0.113.2");
        Assert.Equal(HttpStatusCode.Created, fromHome.StatusCode);
        using var another = await SignInAsync((await Person.RegisterAsync(platform, pack: null)).Email, Person.Password, guessers);
        Assert.Equal(HttpStatusCode.Created, another.StatusCode);
    }

    [Fact]
    public async Task A_right_password_forgets_the_wrong_ones()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        for (var round = 0; round < 3; round++)
        {
            for (var guess = 0; guess < 3; guess++)
                Assert.Equal("401 wrong_credentials", await AnswerAsync(person.Email, Wrong, "203.0.113.3"));
            using var right = await SignInAsync(person.Email, Person.Password, "203.0.113.3");
            Assert.Equal(HttpStatusCode.Created, right.StatusCode);
        }
    }

    [Fact]
    public async Task A_flood_of_sign_ins_is_bounded_and_a_key_is_verified_all_the_same()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        var flood = Enumerable.Range(0, 80).Select(each => SignInAsync(NobodysAddress(), Wrong, $"198.51.100.{each}")).ToList();
        // The key is new, so the gateway asks Accounts for it.
        using var answer = await client.ChatAsync(Chat.Body());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var answers = await Task.WhenAll(flood);
        Assert.All(answers, each => Assert.True(each.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests));
        Assert.Contains(answers, each => each.StatusCode == HttpStatusCode.Unauthorized);
        var refused = answers.Where(each => each.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, each => Assert.NotNull(each.Headers.RetryAfter));
        Assert.Contains("passwords_busy", await refused[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_has_so_many_sign_ins_and_its_prefix_is_one_network()
    {
        // Without a password, nothing is hashed, and each counts.
        async Task<string> AttemptAsync(string address) => await AnswerAsync("a@example.com", "", address);
        var answers = new List<string>();
        for (var attempt = 0; attempt < 100 && answers.LastOrDefault() != "429 network_limit"; attempt++)
            answers.Add(await AttemptAsync($"2001:db8:77:77::{attempt:x}"));
        Assert.Equal("429 network_limit", answers[^1]);
        Assert.InRange(answers.Count, 60, 100);
        Assert.Equal("400 invalid_request", await AttemptAsync("2001:db8:77:78::1"));
    }

    [Fact]
    public async Task A_network_has_so_many_registrations()
    {
        var answers = new List<string>();
        for (var attempt = 0; attempt < 60 && answers.LastOrDefault() != "429 network_limit"; attempt++)
        {
            using var response = await PostAsync("/accounts", new RegisterRequest("", ""), "203.0.113.4");
            answers.Add(await TextAsync(response));
        }

        Assert.Equal("429 network_limit", answers[^1]);
        Assert.InRange(answers.Count, 30, 60);
    }

    [Fact]
    public async Task The_page_keeps_the_answer_and_a_browser_cannot_name_its_own_network()
    {
        using var visitor = new PageVisitor(platform);
        var email = NobodysAddress();
        HttpResponseMessage answer;
        var attempts = 0;
        do
        {
            var address = $"203.0.113.{100 + attempts}";
            answer = await visitor.SendFormAsync(
                "/sign-in",
                request => request.Headers.Add(ServiceHeaders.ClientAddress, address),
                ("Email", email),
                ("Password", Wrong)
            );
        } while (answer.StatusCode == HttpStatusCode.OK && ++attempts < 12);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("several attempts with a wrong password", await PageVisitor.TextAsync(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1234567890")]
    [InlineData("aaaaaaaaaa")]
    public async Task A_password_that_is_guessed_first_is_refused_with_the_reason(string password)
    {
        using var registered = await platform.Accounts.PostAsJsonAsync("/accounts", new RegisterRequest(NobodysAddress(), password));
        Assert.Equal(HttpStatusCode.BadRequest, registered.StatusCode);
        Assert.Contains(
            "among the first passwords that are guessed",
            await registered.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Deleting_another_persons_key_says_that_there_is_none()
    {
        var key = await (await Person.RegisterAsync(platform, pack: null)).CreateKeyAsync();
        using var stranger = await PageVisitor.SignInAsync(platform, await Person.RegisterAsync(platform, pack: null));
        // The stranger's own form, sent to the key of another.
        using var refused = await stranger.SendFormAsync(
            "/settings",
            request => request.RequestUri = new Uri($"/tokens/{key.Key.Id}/delete", UriKind.Relative)
        );
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using var after = await stranger.GetAsync("/tokens");
        Assert.DoesNotContain("is deleted", await PageVisitor.TextAsync(after), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await platform.Gateway(key.Secret).GetAsync("/v1/models")).StatusCode);
    }

    private static string NobodysAddress() => $"nobody-{Guid.CreateVersion7():N}@example.com";

    /// <summary>Wrong passwords until an attempt has to wait: what each was answered, without repeats.</summary>
    private async Task<IReadOnlyList<string>> GuessAsync(string email, string address)
    {
        var answers = new List<string>();
        for (var guess = 0; guess < 12 && answers.LastOrDefault() != "429 too_many_attempts"; guess++)
            answers.Add(await AnswerAsync(email, Wrong, address));
        return [.. answers.Distinct()];
    }

    private async Task<string> AnswerAsync(string email, string password, string address)
    {
        using var response = await SignInAsync(email, password, address);
        return await TextAsync(response);
    }

    private static async Task<string> TextAsync(HttpResponseMessage response) =>
        $"{(int)response.StatusCode} {(await response.Content.ReadFromJsonAsync<Problem>())!.Code}";

    private Task<HttpResponseMessage> SignInAsync(string email, string password, string address) =>
        PostAsync("/sessions", new SignInRequest(email, password), address);

    private async Task<HttpResponseMessage> PostAsync(string path, object body, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body, body.GetType());
        request.Headers.Add(ServiceHeaders.ClientAddress, address);
        return await platform.Accounts.SendAsync(request);
    }

    private sealed record Problem(string? Code);
}
