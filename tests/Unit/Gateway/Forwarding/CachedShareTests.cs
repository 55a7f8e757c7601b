using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Protocols;
using Platform.Gateway.Upstreams;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>
/// Two upstreams, each of which has in its cache what it read before, over real connections: the share of cached tokens with routes that
/// keep a conversation, against weights alone.
/// </summary>
public sealed class CachedShareTests
{
    private const int Conversations = 24,
        Turns = 6,
        TokensOfTurn = 100;

    [Fact]
    public async Task Conversations_that_stay_on_their_route_find_what_it_has_in_its_cache()
    {
        var sticky = await ShareAsync("sticky", (conversation, turn) => $"conversation {conversation}");
        // Each request is a conversation of its own to the router, as it is where only weights count.
        var byWeight = await ShareAsync("weights", (conversation, turn) => $"conversation {conversation}, turn {turn}");
        // Of 1 + 2 + ... + 6 turns, 1 + ... + 5 were read before.
        Assert.Equal(15 / 21.0, sticky, 0.001);
        Assert.InRange(byWeight, 0.3, sticky - 0.1);
    }

    /// <returns>What the metrics say: cached input by input.</returns>
    private static async Task<double> ShareAsync(string name, Func<int, int, string> cacheKey)
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Does(Caching());
        second.Does(Caching());
        var (input, cached) = (0L, 0L);
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is "platform.gateway.input_tokens" or "platform.gateway.cached_input_tokens")
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                var all = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
                if (!all.Contains($"platform.upstream={name}-", StringComparison.Ordinal))
                    return;
                Assert.Contains("platform.credential=default platform.sticky_source=prompt_cache_key", all, StringComparison.Ordinal);
                if (instrument.Name == "platform.gateway.input_tokens")
                    Interlocked.Add(ref input, value);
                else
                    Interlocked.Add(ref cached, value);
            }
        );
        meters.Start();
        using var setup = new ForwarderSetup([Upstream(name + "-a", first), Upstream(name + "-b", second)]);
        for (var turn = 1; turn <= Turns; turn++)
        for (var conversation = 0; conversation < Conversations; conversation++)
            await AskAsync(setup, name, conversation, turn, cacheKey(conversation, turn));
        Assert.True(first.Calls.Count > 0 && second.Calls.Count > 0);
        return cached / (double)input;
    }

    private static Upstream Upstream(string name, ScriptedUpstream upstream) =>
        new(name, new UpstreamOptions { BaseUrl = upstream.BaseUrl.ToString() });

    private static async Task AskAsync(ForwarderSetup setup, string name, int conversation, int turn, string cacheKey)
    {
        var messages = string.Join(
            ',',
            Enumerable.Range(1, turn).Select(each => $$"""{"role":"user","content":"{{conversation}}: turn {{each}}"}""")
        );
        var http = new DefaultHttpContext
        {
            Request =
            {
                Method = "POST",
                Path = "/v1/chat/completions",
                Body = Stream.Null,
                ContentLength = 9,
            },
            Response = { Body = new MemoryStream() },
        };
        ModelRoute Route(string upstream) => new(upstream, "theirs", ["openai-chat"], new Price(1, 1_000, 1_000), Priority: 1);
        var request = Exchanges
            .For(
                Protocol.Chat,
                $$"""{"model":"ours","max_tokens":5,"messages":[{{messages}}],"prompt_cache_key":"{{cacheKey}}"}""",
                http,
                reach: 1_000_000
            )
            .Request with
        {
            Models = [new Model("ours", "o", default, 10_000, 100, [Route(name + "-a"), Route(name + "-b")])],
            Upstreams = setup.Upstreams,
        };
        var outcome = await setup.Forwarder.ForwardAsync(request);
        Assert.Null(outcome.Error);
    }

    /// <summary>An upstream that counts each message as a hundred tokens, and knows the ones that it read at the same place before.</summary>
    private static Func<HttpContext, Task> Caching()
    {
        var seen = new ConcurrentDictionary<string, bool>();
        return async http =>
        {
            using var body = JsonDocument.Parse(ScriptedUpstream.BodyOf(http));
            var messages = body.RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetRawText()).ToList();
            var (prefix, hits) = ("", 0);
            foreach (var message in messages)
            {
                prefix += message;
                hits += seen.TryAdd(prefix, true) ? 0 : 1;
            }

            await ScriptedUpstream.Say(
                $$$$"""{"id":"c","object":"chat.completion","model":"theirs","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":{{{{messages.Count * TokensOfTurn}}}},"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":{{{{hits * TokensOfTurn}}}}}}}"""
            )(http);
        };
    }
}
