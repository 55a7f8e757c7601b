using System.Text;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>
/// The table of docs/billing.md, for what the stories cannot time. A token of input costs one nano-USD, one of output two.
/// </summary>
public sealed class UpstreamAttemptTests
{
    private const string Text = """{"choices":[{"index":0,"delta":{"content":"12345678"}}]}""";
    private const string Usage = """{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5}}""";

    private static readonly UpstreamFailure Broken = new(ApiErrors.UpstreamTimeout(), TryNext: true);

    private static UpstreamAttempt Attempt(bool gone = false, string more = "", long reach = 1_000) =>
        Attempt(new CancellationToken(gone), more, reach);

    private static UpstreamAttempt Attempt(CancellationToken gone, string more = "", long reach = 1_000) =>
        Exchanges.Attempt(
            Exchanges.For(
                Protocol.Chat,
                $$"""{"model":"m","messages":["12345678"]{{more}}}""",
                new DefaultHttpContext { RequestAborted = gone },
                reach: reach
            )
        );

    /// <summary>The attempt after a stream with these events.</summary>
    private static async Task<Attempt> StreamedAsync(UpstreamAttempt attempt, UpstreamFailure? failure, params string[] events)
    {
        foreach (var data in events)
            attempt.Meter.ReadEvent(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
        return await attempt.ConcludeAsync(
            new UpstreamResponse(200) { Stream = new MeteredStream(Stream.Null, null!, attempt.Meter) },
            failure
        );
    }

    private static (Outcome, UsageSource, long) Of(Attempt attempt) => (attempt.Outcome, attempt.Source, attempt.Charge.NanoUsd);

    [Fact]
    public async Task What_was_delivered_of_a_stream_that_broke_is_counted() =>
        Assert.Equal((Outcome.Interrupted, UsageSource.Counted, 3 + 2 * 2), Of(await StreamedAsync(Attempt(), Broken, Text)));

    [Fact]
    public async Task The_upstreams_count_is_taken_when_it_came_before_the_break() =>
        Assert.Equal((Outcome.Interrupted, UsageSource.Upstream, 9 + 5 * 2), Of(await StreamedAsync(Attempt(), Broken, Text, Usage)));

    [Fact]
    public async Task A_stream_that_broke_without_output_is_free_whatever_the_upstream_counted() =>
        Assert.Equal((Outcome.Failed, UsageSource.None, 0), Of(await StreamedAsync(Attempt(), Broken, Usage)));

    [Fact]
    public async Task A_client_that_went_is_charged_by_the_upstreams_count_if_the_answer_came_to_its_end() =>
        Assert.Equal((Outcome.Disconnected, UsageSource.Upstream, 9 + 5 * 2), Of(await StreamedAsync(Attempt(gone: true), null, Usage)));

    [Fact]
    public async Task A_client_that_went_pays_nothing_when_nothing_came() =>
        Assert.Equal((Outcome.Disconnected, UsageSource.None, 0), Of(await Attempt(gone: true).ConcludeAsync(null, Broken)));

    [Theory]
    [InlineData(false, Outcome.Completed)]
    [InlineData(true, Outcome.Interrupted)]
    public async Task A_client_that_leaves_when_it_has_the_end_did_not_disconnect(bool broken, Outcome outcome)
    {
        using var gone = new CancellationTokenSource();
        var attempt = Attempt(gone.Token);
        attempt.NoteEnd();
        await gone.CancelAsync();
        Assert.Equal((outcome, UsageSource.Counted, 3 + 2 * 2), Of(await StreamedAsync(attempt, broken ? Broken : null, Text)));
    }

    [Fact]
    public async Task An_answer_without_output_is_free_although_its_input_was_counted() =>
        Assert.Equal(
            (Outcome.Failed, UsageSource.Upstream, 0),
            Of(await StreamedAsync(Attempt(), null, Usage.Replace(":5", ":0", StringComparison.Ordinal)))
        );

    /// <summary>It costs 19, and 10 are held. What the free credit does not pay either is the operator's.</summary>
    [Theory]
    [InlineData(19, 19, 0)]
    [InlineData(18, 18, 1)]
    [InlineData(10, 10, 9)]
    public async Task No_more_is_charged_than_can_be_held(long reach, long charge, long writtenOff)
    {
        var ended = await StreamedAsync(Attempt(more: ",\"stream\":true", reach: reach), null, Text, Usage);
        Assert.Equal((charge, writtenOff), (ended.Charge.NanoUsd, ended.WrittenOff.NanoUsd));
    }

    /// <summary>The one before costs 7, so of 24 it has 17.</summary>
    [Fact]
    public async Task After_a_charged_attempt_another_is_paid_from_what_that_left()
    {
        var exchange = Exchanges.For(Protocol.Chat, """{"model":"m","messages":["12345678"],"stream":true}""", reach: 24);
        exchange.Conclude(await StreamedAsync(Exchanges.Attempt(exchange), Broken, Text));
        var ended = await StreamedAsync(Exchanges.Attempt(exchange), null, Text, Usage);
        Assert.Equal((7, 17, 2), (exchange.Charged.NanoUsd, ended.Charge.NanoUsd, ended.WrittenOff.NanoUsd));
    }

    [Fact]
    public async Task No_more_is_counted_than_the_request_allowed() =>
        Assert.Equal(
            (Outcome.Completed, UsageSource.Counted, 3 + 1 * 2),
            Of(await StreamedAsync(Attempt(more: ",\"max_tokens\":1"), null, Text))
        );

    [Fact]
    public async Task The_limit_counts_for_each_choice() =>
        Assert.Equal(
            (Outcome.Completed, UsageSource.Counted, 3 + 2 * 2),
            Of(
                await StreamedAsync(
                    Attempt(more: ",\"max_tokens\":1,\"n\":2"),
                    null,
                    Text,
                    Text.Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal)
                )
            )
        );

    /// <summary>No token has more than 128 bytes. Of the text, so much is charged as the model can say at once.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sixty_megabytes_of_two_tokens_are_counted(bool stream)
    {
        const string usage = """{"prompt_tokens":9,"completion_tokens":2}""";
        var attempt = Attempt();
        Attempt ended;
        if (stream)
        {
            var part = $$$"""{"choices":[{"index":0,"delta":{"content":"{{{new string('x', 1_000_000)}}}"}}]}""";
            ended = await StreamedAsync(attempt, null, [.. Enumerable.Repeat(part, 60), "{\"choices\":[],\"usage\":" + usage + "}"]);
        }
        else
        {
            attempt.Meter.ReadAnswer(
                Encoding.UTF8.GetBytes(
                    $$$"""{"choices":[{"index":0,"message":{"content":"{{{new string('x', 60_000_000)}}}"},"finish_reason":"stop"}],"usage":{{{usage}}}}"""
                )
            );
            ended = await attempt.ConcludeAsync(new UpstreamResponse(200), null);
        }

        Assert.Equal((UsageSource.Counted, UsageDoubt.Contradictory, 100), (ended.Source, ended.Doubt, ended.Usage.Output));
    }

    /// <summary>A receipt shows both beside each other, for each attempt of a request.</summary>
    [Fact]
    public async Task Duration_and_first_byte_of_an_attempt_after_a_failover_count_from_its_own_start()
    {
        var time = new FakeTimeProvider();
        var exchange = Exchanges.For(Protocol.Chat, """{"model":"m","messages":["12345678"]}""", time: time);
        var failing = Exchanges.Attempt(exchange, time: time);
        time.Advance(TimeSpan.FromMilliseconds(5));
        exchange.Conclude(await failing.ConcludeAsync(null, Broken));
        var answering = Exchanges.Attempt(exchange, time: time);
        time.Advance(TimeSpan.FromMilliseconds(2));
        answering.NoteFirstByte();
        time.Advance(TimeSpan.FromMilliseconds(1));
        exchange.Conclude(await answering.ConcludeAsync(new UpstreamResponse(200), null));

        var outcome = exchange.End(null);
        Assert.Equal(
            [(1, 5, null), (2, 3, 2L)],
            outcome.Attempts.Select(attempt => (attempt.Number, attempt.DurationMs, attempt.FirstByteMs))
        );
        Assert.Equal(7, outcome.FirstByteMs);
    }

    [Theory]
    [InlineData("", 219, null)]
    [InlineData("", 218, 99L)]
    [InlineData("", 20, 1L)]
    [InlineData(",\"n\":3", 222, 33L)]
    [InlineData(",\"max_tokens\":50", 106, null)]
    [InlineData(",\"stream\":true", 10, null)]
    public void A_whole_answer_without_a_limit_is_limited_where_the_credit_does_not_pay_for_the_longest(
        string more,
        long reach,
        long? expected
    ) => Assert.Equal(expected, Attempt(more: more, reach: reach).OutputLimit);
}
