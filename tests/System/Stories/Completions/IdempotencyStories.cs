using System.Net;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Completions;

/// <summary>The same request sent again under the same Idempotency-Key: one answer, one charge.</summary>
[Collection(PlatformCollection.Name)]
public sealed class IdempotencyStories(PlatformFixture platform)
{
    private readonly string key = Guid.CreateVersion7().ToString();

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, string body, string? script = null, string? name = null)
    {
        using var request = Chat.Request(body, script);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", name ?? key);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task ExpectAsync(HttpResponseMessage response, HttpStatusCode status, string code, bool retry)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((status, code), (response.StatusCode, body.RootElement.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal((retry, !retry), (response.Headers.RetryAfter is not null, response.Headers.Contains("x-should-retry")));
        Assert.Contains(
            "errors/" + code,
            body.RootElement.GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeat_gets_the_same_answer_byte_for_byte_and_is_not_charged(bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var body = Chat.Body("fake-echo", "Say it once", stream);
        using var first = await SendAsync(client, body);
        var answer = await first.Content.ReadAsByteArrayAsync();
        using var again = await SendAsync(client, body);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(answer, await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
        Assert.Equal("true", again.Headers.GetValues("idempotent-replayed").Single());
        Assert.False(first.Headers.Contains("idempotent-replayed"));
        Assert.Equal(first.RequestId(), again.RequestId());

        await platform.ExpectSettledAsync(person);
        Assert.Equal(record, Assert.Single(await person.UsageAsync(1)));
        Assert.Equal(Money.FromUsd(5) - record.Charge, (await person.BalanceAsync()).Credit);
    }

    [Fact]
    public async Task A_hundred_at_once_run_once()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => SendAsync(client, Chat.Body("fake-echo"), "first-byte=2000ms"))
        );

        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        await ExpectAsync(
            answers.First(answer => answer.StatusCode == HttpStatusCode.Conflict),
            HttpStatusCode.Conflict,
            "idempotency_in_flight",
            retry: true
        );
        await platform.ExpectSettledAsync(person);
        Assert.Single(await person.UsageAsync(1));
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_an_error_and_another_accounts_key_is_its_own()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using (var first = await SendAsync(client, Chat.Body("fake-echo", "one")))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using (var other = await SendAsync(client, Chat.Body("fake-echo", "two")))
            await ExpectAsync(other, HttpStatusCode.UnprocessableEntity, "idempotency_key_reused", retry: false);

        var stranger = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var fresh = await SendAsync(stranger, Chat.Body("fake-echo", "two"));
        Assert.False(fresh.Headers.Contains("idempotent-replayed"));
    }

    [Fact]
    public async Task A_request_that_failed_for_free_may_run_again()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        using (var failed = await SendAsync(client, Chat.Body("fake-echo"), "status=500"))
            Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        using (var again = await SendAsync(client, Chat.Body("fake-echo")))
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal([Outcome.Completed, Outcome.Failed], (await person.UsageAsync(2)).Select(record => record.Outcome));
    }

    [Fact]
    public async Task A_refusal_leaves_the_key_free()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var client = await person.ClientAsync();
        using (var refused = await SendAsync(client, Chat.Body("fake-echo")))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await person.BuyAsync("starter");
        await Eventually.TrueAsync(async () => (await person.BalanceAsync()).Credit > Money.Zero, "the credit");
        using var admitted = await SendAsync(client, Chat.Body("fake-echo"));
        Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
    }

    [Fact]
    public async Task A_charged_answer_that_broke_off_is_not_given_and_not_charged_again()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        using (var cut = await SendAsync(client, Chat.Body("fake-cut", stream: true)))
            await Assert.ThrowsAnyAsync<Exception>(() => cut.Content.ReadAsStringAsync());
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.True(record.Charge > Money.Zero);

        using (var again = await SendAsync(client, Chat.Body("fake-cut", stream: true)))
            await ExpectAsync(again, HttpStatusCode.Conflict, "idempotency_answer_lost", retry: false);
        Assert.Single(await person.UsageAsync(1));
    }

    [Fact]
    public async Task Whoever_hung_up_and_asks_again_gets_the_whole_answer_that_was_charged()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var body = Chat.Body("fake-echo", new string('x', 100), stream: true);
        using (var left = await SendAsync(client, body, "chunk-delay=50ms"))
            await (await left.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[10]);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Disconnected, UsageSource.Upstream), (record.Outcome, record.Source));

        using var again = await SendAsync(client, body);
        Assert.Equal("true", again.Headers.GetValues("idempotent-replayed").Single());
        Assert.EndsWith("data: [DONE]\n\n", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(record, Assert.Single(await person.UsageAsync(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task A_key_of_the_wrong_length_is_refused_by_name(int length)
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var response = await SendAsync(client, Chat.Body("fake-echo"), name: new string('x', length));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"param\":\"Idempotency-Key\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
