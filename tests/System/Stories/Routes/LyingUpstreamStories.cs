using System.Net;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Http;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;
using static Platform.Tests.Fakes.ScriptedUpstream;

namespace Platform.Tests.Stories.Routes;

/// <summary>
/// The first upstream says 200 and sends something else than the answer that was asked for; the second is healthy. Two gateways, three
/// protocols, whole and as a stream: each request has its answer, is charged once, and the ledger adds up.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class LyingUpstreamStories(PlatformFixture platform) : IAsyncLifetime
{
    private const string Model = "story-lying";

    /// <summary>Sent as Latin 1, where each character is a byte: two of them begin a character of UTF-8 that does not go on.</summary>
    private const string NoText = "Hi you \u00c3\u00ff";

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Second);

    public async Task DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(GatewaySettings.Second, KnownResourceCommands.StopCommand, timeout.Token);
    }

    /// <summary>What is no answer is left for the next route, and free.</summary>
    [Theory]
    [InlineData("a page")]
    [InlineData("nothing")]
    [InlineData("half")]
    [InlineData("less than announced")]
    [InlineData("an error")]
    [InlineData("a stream without an end")]
    [InlineData("bytes that are no text")]
    public Task What_is_no_answer_is_left(string lie) => ExpectAsync(lie, attempts: 2, UsageSource.Upstream);

    /// <summary>What can be understood is the answer.</summary>
    [Theory]
    [InlineData("another type")]
    [InlineData("another model")]
    [InlineData("whole for a stream and a stream for whole")]
    public Task What_can_be_understood_is_the_answer(string lie) => ExpectAsync(lie, attempts: 1, UsageSource.Upstream);

    /// <summary>Tokens that cannot be right are counted by the gateway: Hello is 2 tokens and more, Hi there is 2.</summary>
    [Theory]
    [InlineData("a quadrillion tokens")]
    [InlineData("tokens below zero")]
    public Task Tokens_that_cannot_be_are_counted(string lie) => ExpectAsync(lie, attempts: 1, UsageSource.Counted);

    /// <summary>The client has the text before them, an error, and no byte that is none; it pays for that text alone.</summary>
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task Bytes_that_are_no_text_end_a_stream_that_has_begun(string caller)
    {
        var begun = UpstreamAnswer.Begun("chat");
        var content = begun[(begun.LastIndexOf("\n\n", begun.Length - 3, StringComparison.Ordinal) + 2)..];
        platform.Routes["lying-a"].Does(Bytes(begun + content.Replace("Hi there", NoText, StringComparison.Ordinal), "text/event-stream"));
        var other = platform.Routes["lying-b"].Does(UpstreamAnswer.Hi());
        var calls = other.Calls.Count;
        var person = await Person.RegisterAsync(platform);
        using var client = await person.ClientAsync();
        using var answer = await client.SendAsync(
            ClientProtocol.Of(caller).Request(Model, "Hello", stream: true),
            HttpCompletionOption.ResponseHeadersRead
        );
        var (text, _) = await answer.ReadToTheEndAsync();
        Assert.Contains("Hi there", text, StringComparison.Ordinal);
        Assert.Contains("sent an answer that cannot be read", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\uFFFD", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Hi you", text, StringComparison.Ordinal);
        Assert.Equal(calls, other.Calls.Count);
        await platform.ExpectSettledAsync(person);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Interrupted, UsageSource.Counted, 2L), (record.Outcome, record.Source, record.Usage.Output));
        Assert.Equal(record.Usage.Input * 1_000 + 2 * 2_000, record.Charge.NanoUsd);
    }

    private async Task ExpectAsync(string lie, int attempts, UsageSource source)
    {
        platform.Routes["lying-a"].Does(Lying(lie));
        platform.Routes["lying-b"].Does(UpstreamAnswer.Hi());
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        var asked = (
            from gateway in (string[])["gateway", GatewaySettings.Second]
            from caller in (string[])["chat", "responses", "messages"]
            from stream in (bool[])[false, true]
            select AskAsync(key, gateway, caller, stream)
        ).ToList();
        var ids = await Task.WhenAll(asked);
        await platform.ExpectSettledAsync(person);
        var records = (await person.UsageAsync(ids.Length * attempts)).ToLookup(record => record.RequestId);
        foreach (var id in ids)
        {
            var all = records[id].OrderBy(record => record.Attempt).ToList();
            Assert.Equal(attempts, all.Count);
            Assert.All(all.SkipLast(1), record => Assert.Equal((Outcome.Failed, Money.Zero), (record.Outcome, record.Charge)));
            Assert.Equal((Outcome.Completed, source), (all[^1].Outcome, all[^1].Source));
            if (source == UsageSource.Upstream)
                Assert.Equal(new Money(9 * 1_000 + 2 * 2_000), all[^1].Charge);
            else
                Assert.InRange(all[^1].Charge.NanoUsd, 2 * 2_000, 100_000);
            // One receipt, with all attempts.
            var receipt = await platform.Gateway(key.Secret).GetStringAsync($"/v1/receipts/{id}");
            Assert.Equal(attempts, receipt.Split("\"outcome\":").Length - 1);
        }
    }

    private async Task<string> AskAsync(KeyCreated key, string gateway, string caller, bool stream)
    {
        var protocol = ClientProtocol.Of(caller);
        using var answer = await platform.Gateway(key.Secret, gateway).SendAsync(protocol.Request(Model, "Hello", stream));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        Assert.Contains("Hi there", text, StringComparison.Ordinal);
        Assert.Equal(stream ? "text/event-stream" : "application/json", answer.Content.Headers.ContentType?.MediaType);
        if (stream)
            Assert.EndsWith(protocol.Terminal, text, StringComparison.Ordinal);
        return answer.RequestId();
    }

    private static Func<HttpContext, Task> Lying(string lie)
    {
        var whole = UpstreamAnswer.Whole("chat");
        return lie switch
        {
            "a page" => Send("<html><body>Hi there</body></html>", "text/html"),
            "nothing" => Send("", "application/json"),
            "half" => Send(whole[..^20], "application/json"),
            "less than announced" => Send(whole, "application/json", missing: 10),
            "an error" => Say(UpstreamAnswer.ErrorObject("chat")),
            "a stream without an end" => Stream(UpstreamAnswer.Preamble("chat")),
            "bytes that are no text" => http =>
                Bytes(
                    (UpstreamAnswer.IsStream(http) ? UpstreamAnswer.Events("chat") : whole).Replace(
                        "Hi there",
                        NoText,
                        StringComparison.Ordinal
                    ),
                    UpstreamAnswer.IsStream(http) ? "text/event-stream" : "application/json"
                )(http),
            "another type" => Send(whole, "text/plain"),
            "another model" => http => Either(http, text => text.Replace("theirs", "another", StringComparison.Ordinal)),
            "a quadrillion tokens" => http => Either(http, text => Tokens(text, "1000000000000000")),
            "tokens below zero" => http => Either(http, text => Tokens(text, "-1")),
            _ => http => (UpstreamAnswer.IsStream(http) ? Say(whole) : Stream(UpstreamAnswer.Events("chat")))(http),
        };
    }

    private static string Tokens(string text, string count) =>
        text.Replace("\"completion_tokens\":2", "\"completion_tokens\":" + count, StringComparison.Ordinal)
            .Replace("\"prompt_tokens\":9", "\"prompt_tokens\":" + count, StringComparison.Ordinal);

    /// <summary>Whole or as a stream, as it was asked.</summary>
    private static Task Either(HttpContext http, Func<string, string> change) =>
        (UpstreamAnswer.IsStream(http) ? Stream(change(UpstreamAnswer.Events("chat"))) : Say(change(UpstreamAnswer.Whole("chat"))))(http);

    private static Func<HttpContext, Task> Bytes(string text, string type) =>
        async http =>
        {
            http.Response.ContentType = type;
            await http.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(text));
        };

    /// <param name="missing">So many bytes are announced and do not come.</param>
    private static Func<HttpContext, Task> Send(string text, string type, int missing = 0) =>
        async http =>
        {
            http.Response.ContentType = type;
            http.Response.ContentLength = Encoding.UTF8.GetByteCount(text) + missing;
            await http.Response.WriteAsync(text);
        };
}
