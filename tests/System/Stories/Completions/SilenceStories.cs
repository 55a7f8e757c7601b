using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Platform.Contracts;
using Platform.Tests.Stories.Protocols;
using Xunit;

namespace Platform.Tests.Stories.Completions;

/// <summary>
/// Upstreams that think long before they answer at all. A client gets a comment after a second here, and five are the most an upstream
/// may be silent.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class SilenceStories(PlatformFixture platform)
{
    private const string Comment = ": keep-alive\n";

    private const string Silent = "first-byte=1500ms";

    public static TheoryData<string, string> Pairs() => ProtocolStories.Pairs();

    public static TheoryData<string, string, int?, string> Failures() =>
        new()
        {
            { "chat", "status=429", 429, "rate_limit_exceeded" },
            { "responses", "status=429", 429, "rate_limit_exceeded" },
            { "messages", "status=429", 429, "rate_limit_exceeded" },
            { "chat", "status=500", 500, "upstream_error" },
            { "responses", "status=500", 500, "upstream_error" },
            { "messages", "status=500", 500, "upstream_error" },
            { "chat", "status=400", 400, "invalid_request_error" },
            { "chat", "drop", null, "upstream_unavailable" },
            { "chat", "cut=0", 200, "upstream_error" },
            { "messages", "error-in-stream=0", 200, "upstream_error" },
            { "responses", "hang", null, "upstream_timeout" },
            { "chat", "hang=0", 200, "upstream_timeout" },
        };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Comments_come_before_the_first_event_and_the_answer_is_whole(string caller, string upstream)
    {
        var (person, client, protocol) = await RegisterAsync(caller);
        using var plain = await client.SendAsync(protocol.Request($"fake-{upstream}", "Say hello", stream: true, "echo"));
        var sent = Stopwatch.StartNew();
        using var response = await client.SendAsync(
            protocol.Request($"fake-{upstream}", "Say hello", stream: true, $"{Silent}, echo"),
            HttpCompletionOption.ResponseHeadersRead
        );
        Assert.True(sent.ElapsedMilliseconds > 900, $"It began after {sent.ElapsedMilliseconds} ms");
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        Assert.True(response.Headers.Contains("x-ratelimit-limit-requests"));

        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.False(broke);
        Assert.StartsWith(Comment, text, StringComparison.Ordinal);
        var whole = await plain.Content.ReadAsStringAsync();
        Assert.DoesNotContain(": keep-alive", whole, StringComparison.Ordinal);
        Assert.Equal(Events(whole), Events(text.Replace(Comment, "", StringComparison.Ordinal)));
        Assert.EndsWith(protocol.Terminal, text, StringComparison.Ordinal);

        var records = await person.UsageAsync(2);
        Assert.All(
            records,
            record => Assert.Equal((Outcome.Completed, UsageSource.Upstream, 200), (record.Outcome, record.Source, record.StatusCode))
        );
        Assert.Equal(records[1].Charge, records[0].Charge);
        // The first byte of an answer is that of its first event.
        Assert.True(records[0].FirstByteMs >= 1_450, $"It says {records[0].FirstByteMs} ms");
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>An upstream that does not stream although it is asked to: its client has what it asked for, and pays once.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_whole_answer_after_the_comments_is_sent_as_events(string caller, string upstream)
    {
        var (person, client, protocol) = await RegisterAsync(caller);
        using var response = await client.SendAsync(
            protocol.Request($"fake-{upstream}", "Say hello", stream: true, $"{Silent}, tokens=20, whole"),
            HttpCompletionOption.ResponseHeadersRead
        );
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.False(broke, text);
        Assert.StartsWith(Comment, text, StringComparison.Ordinal);
        Assert.EndsWith(protocol.Terminal, text, StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, UsageSource.Upstream, 20L), (record.Outcome, record.Source, record.Usage.Output));
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_after_the_comments_is_sent_in_the_stream_and_costs_nothing(
        string caller,
        string script,
        int? status,
        string code
    )
    {
        var (person, client, protocol) = await RegisterAsync(caller);
        using var response = await client.SendAsync(
            protocol.Request("fake-chat", "Say hello", stream: true, $"{Silent}, {script}"),
            HttpCompletionOption.ResponseHeadersRead
        );
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var (text, broke) = await response.ReadToTheEndAsync();
        // response.failed is an end of its own.
        Assert.Equal(caller != "responses", broke);
        // One a second, for five; a busy machine may send one less.
        Assert.StartsWith(script == "hang" ? Comment + Comment + Comment : Comment, text, StringComparison.Ordinal);
        var error = text[text.LastIndexOf(Comment, StringComparison.Ordinal)..][Comment.Length..];
        Assert.StartsWith(
            caller switch
            {
                "chat" => "data: {\"error\":{\"message\":\"",
                "responses" => "event: error\ndata: {\"type\":\"error\",\"sequence_number\":0,",
                _ => "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"",
            },
            error,
            StringComparison.Ordinal
        );
        Assert.Contains($"/errors/{code}", error, StringComparison.Ordinal);
        Assert.Equal(caller == "responses" ? 2 : 1, error.Split("data: ").Length - 1);

        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Failed, Money.Zero, UsageSource.None), (record.Outcome, record.Charge, record.Source));
        Assert.Equal((status, code, default(long?)), (record.StatusCode, record.ErrorCode, record.FirstByteMs));
        Assert.Equal(new BalanceView(Money.FromUsd(5), Money.Zero), await person.BalanceAsync());
        using var receipt = JsonDocument.Parse(await client.GetStringAsync($"/v1/receipts/{response.RequestId()}"));
        Assert.Equal(
            "Not charged: the request failed before anything was delivered.",
            receipt.RootElement.GetProperty("reason").GetString()
        );
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Whether they were sent before the first upstream's headers or after them.</summary>
    [Theory]
    [InlineData("chat", $"{Silent}, status=500", 500)]
    [InlineData("responses", $"{Silent}, status=500", 500)]
    [InlineData("messages", $"{Silent}, drop", null)]
    [InlineData("chat", "hang=0", 200)]
    public async Task Another_route_answers_although_comments_were_sent(string caller, string script, int? status)
    {
        var (person, client, protocol) = await RegisterAsync(caller);
        using var request = protocol.Request("fake-two-routes", "Say hello", stream: true, script + ", once");
        request.Headers.Add("x-fake-scenario", $"silence-{Guid.CreateVersion7():N}");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.False(broke, text);
        Assert.StartsWith(Comment, text, StringComparison.Ordinal);
        Assert.DoesNotContain("error\":{", text, StringComparison.Ordinal);
        Assert.EndsWith(protocol.Terminal, text, StringComparison.Ordinal);

        var records = (await person.UsageAsync(2)).OrderBy(record => record.Attempt).ToList();
        Assert.Equal(
            [(1, Outcome.Failed, status), (2, Outcome.Completed, 200)],
            records.Select(record => (record.Attempt, record.Outcome, record.StatusCode))
        );
        Assert.Equal(Money.Zero, records[0].Charge);
        Assert.Equal(Money.FromUsd(5) - records[1].Charge, (await person.BalanceAsync()).Credit);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task The_silence_before_the_headers_and_after_them_is_one()
    {
        var (_, client, protocol) = await RegisterAsync("chat");
        var shortest = await Shortest.OfThreeAsync(
            TimeSpan.FromMilliseconds(1_900),
            async () =>
            {
                var sent = Stopwatch.StartNew();
                using var response = await client.SendAsync(
                    protocol.Request("fake-chat", "Say hello", stream: true, "first-byte=950ms, hang=0"),
                    HttpCompletionOption.ResponseHeadersRead
                );
                return sent.Elapsed;
            }
        );
        Assert.InRange(shortest.TotalMilliseconds, 900, 1_900);
    }

    [Fact]
    public async Task A_whole_answer_is_waited_for_without_a_word()
    {
        var (_, client, protocol) = await RegisterAsync("chat");
        using var answer = await client.SendAsync(protocol.Request("fake-chat", "Say hello", stream: false, Silent));
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("{", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var failure = await client.SendAsync(protocol.Request("fake-chat", "Say hello", stream: false, $"{Silent}, status=500"));
        Assert.Equal(HttpStatusCode.BadGateway, failure.StatusCode);
    }

    /// <summary>The comments are part of what was sent, so they are sent again.</summary>
    [Fact]
    public async Task A_repeat_gets_the_same_bytes_and_after_a_failure_it_runs_again()
    {
        var (person, client, protocol) = await RegisterAsync("chat");
        var key = Guid.CreateVersion7().ToString();
        Task<HttpResponseMessage> SendAsync(string script)
        {
            var request = protocol.Request("fake-chat", "Say hello", stream: true, script);
            request.Headers.Add("Idempotency-Key", key);
            return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }

        using (var failed = await SendAsync($"{Silent}, status=500"))
            Assert.True((await failed.ReadToTheEndAsync()).Broke);
        using var first = await SendAsync(Silent);
        var text = await first.Content.ReadAsStringAsync();
        using var again = await SendAsync(Silent);
        Assert.StartsWith(Comment, text, StringComparison.Ordinal);
        Assert.Equal(text, await again.Content.ReadAsStringAsync());
        Assert.Equal("true", again.Headers.GetValues("idempotent-replayed").Single());
        Assert.Equal((first.RequestId(), "text/event-stream"), (again.RequestId(), again.Content.Headers.ContentType?.MediaType));
        Assert.Equal([Outcome.Completed, Outcome.Failed], (await person.UsageAsync(2)).Select(record => record.Outcome));
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>The upstream is read on for five seconds at most.</summary>
    [Theory]
    [InlineData("first-byte=3s", UsageSource.Upstream)]
    [InlineData("hang", UsageSource.None)]
    public async Task Who_leaves_among_the_comments_pays_for_an_answer_that_still_comes_and_for_no_other(string script, UsageSource source)
    {
        var (person, client, protocol) = await RegisterAsync("chat");
        using (
            var response = await client.SendAsync(
                protocol.Request("fake-chat", "Say hello", stream: true, script),
                HttpCompletionOption.ResponseHeadersRead
            )
        )
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[Comment.Length]);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(
            (Outcome.Disconnected, source, source == UsageSource.None),
            (record.Outcome, record.Source, record.Charge == Money.Zero)
        );
        await platform.ExpectSettledAsync(person);
    }

    private async Task<(Person Person, HttpClient Client, ClientProtocol Protocol)> RegisterAsync(string caller)
    {
        var person = await Person.RegisterAsync(platform);
        return (person, await person.ClientAsync(), ClientProtocol.Of(caller));
    }

    /// <summary>How many events of which kind, for ids and times differ from answer to answer.</summary>
    private static IEnumerable<string> Events(string text) => text.Split("\n\n").Select(sse => sse.Split(',')[0].Split("\"id\"")[0]);
}
