using System.Net;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Http;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;
using static Platform.Tests.Fakes.ScriptedUpstream;

namespace Platform.Tests.Stories.Routes;

/// <summary>
/// The first upstream is slow and its route has deadlines; the second is healthy. Before the client has content the next route answers and
/// the slow one is free; behind it, what was sent is charged and the stream ends with an error.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class SlowUpstreamStories(PlatformFixture platform) : IAsyncLifetime
{
    private const string Model = "story-slow";

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Second);

    public async Task DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(GatewaySettings.Second, KnownResourceCommands.StopCommand, timeout.Token);
    }

    [Theory]
    [InlineData("never answers")]
    [InlineData("headers late")]
    [InlineData("headers alone")]
    [InlineData("first token late")]
    [InlineData("a byte now and then")]
    [InlineData("comments for ever")]
    public async Task What_is_slow_before_its_content_is_left(string slowness)
    {
        platform.Routes["slow-a"].Does(Slow(slowness));
        platform.Routes["slow-b"].Does(UpstreamAnswer.Hi());
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
        var records = (await person.UsageAsync(2 * ids.Length)).ToLookup(record => record.RequestId);
        foreach (var id in ids)
        {
            var attempts = records[id].OrderBy(record => record.Attempt);
            Assert.Equal(
                [(Outcome.Failed, "upstream_timeout", 0L), (Outcome.Completed, null, 9 * 1_000 + 2 * 2_000L)],
                attempts.Select(record => (record.Outcome, record.ErrorCode, record.Charge.NanoUsd))
            );
        }
    }

    [Theory]
    [InlineData("chat", "silent in the middle")]
    [InlineData("responses", "silent in the middle")]
    [InlineData("messages", "silent in the middle")]
    [InlineData("chat", "content for ever")]
    public async Task What_is_slow_behind_its_content_ends_in_an_error_and_is_charged(string caller, string slowness)
    {
        platform.Routes["slow-a"].Does(Slow(slowness));
        var other = platform.Routes["slow-b"].Does(UpstreamAnswer.Hi());
        var before = other.Calls.Count;
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using var answer = await platform
            .Gateway(key.Secret)
            .SendAsync(ClientProtocol.Of(caller).Request(Model, "Hello", stream: true), HttpCompletionOption.ResponseHeadersRead);
        var (text, _) = await answer.ReadToTheEndAsync();
        Assert.Contains("Hi there", text, StringComparison.Ordinal);
        Assert.Contains("/errors/upstream_timeout", text, StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Interrupted, "upstream_timeout"), (record.Outcome, record.ErrorCode));
        Assert.True(record.Charge > Money.Zero);
        Assert.Equal(before, other.Calls.Count);
        await platform.ExpectSettledAsync(person);
    }

    private async Task<string> AskAsync(KeyCreated key, string gateway, string caller, bool stream)
    {
        using var answer = await platform.Gateway(key.Secret, gateway).SendAsync(ClientProtocol.Of(caller).Request(Model, "Hello", stream));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        Assert.Contains("Hi there", text, StringComparison.Ordinal);
        return answer.RequestId();
    }

    private static Func<HttpContext, Task> Slow(string slowness)
    {
        var begun = UpstreamAnswer.Begun("chat");
        return slowness switch
        {
            "never answers" => Hang(),
            "headers late" => async http =>
            {
                await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                if (!http.RequestAborted.IsCancellationRequested)
                    await UpstreamAnswer.Hi()(http);
            },
            "headers alone" => Trickle([""], Often),
            "first token late" => Trickle([UpstreamAnswer.Preamble("chat")], Often),
            "a byte now and then" => Trickle(
                [.. UpstreamAnswer.Whole("chat").Select(static letter => letter.ToString())],
                Often,
                "application/json"
            ),
            "comments for ever" => Trickle([.. Enumerable.Repeat(": wait\n\n", 1_000)], Often),
            "silent in the middle" => Trickle([begun], Often),
            _ => Trickle([begun, .. Enumerable.Repeat(begun[(begun.IndexOf("\n\n", StringComparison.Ordinal) + 2)..], 1_000)], Often),
        };
    }
}
