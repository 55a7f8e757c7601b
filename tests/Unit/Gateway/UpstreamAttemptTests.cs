using System.Text;
using Microsoft.AspNetCore.Http;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway;

/// <summary>The table of docs/billing.md, for what the stories cannot time. A token of input costs one nano-USD, one of output two.</summary>
public sealed class UpstreamAttemptTests
{
    private const string Text = """{"choices":[{"index":0,"delta":{"content":"12345678"}}]}""";
    private const string Usage = """{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5}}""";

    private static readonly Price Price = new(1, 1_000_000, 2_000_000);
    private static readonly UpstreamFailure Broken = new(ApiErrors.UpstreamTimeout(), TryNext: true);

    private static UpstreamAttempt Attempt(bool gone = false, string more = "", long reach = 1_000)
    {
        var http = new DefaultHttpContext { RequestAborted = new CancellationToken(gone) };
        var route = new ModelRoute("primary", "m", ["openai-chat"], Price);
        var call = new Call(http, TimeProvider.System)
        {
            Protocol = Protocol.Chat,
            Request = RequestParser.Parse(Encoding.UTF8.GetBytes($$"""{"model":"m","messages":["12345678"]{{more}}}"""), RequestShape.Chat).Request,
            Model = new Model("m", "o", default, 1, 100, [route]),
            Lease = new Lease(new Money(10), new Money(reach), 0),
        };
        return new UpstreamAttempt(call, route, TimeProvider.System);
    }

    private static UpstreamAttempt Streamed(UpstreamAttempt attempt, params string[] events)
    {
        attempt.Stream = new MeteredStream(Stream.Null, null!, attempt.Meter);
        foreach (var data in events)
            attempt.Meter.ReadEvent(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
        return attempt;
    }

    private static (Outcome, UsageSource, long) Of(Attempt attempt) => (attempt.Outcome, attempt.Source, attempt.Charge.NanoUsd);

    [Fact]
    public void What_was_delivered_of_a_stream_that_broke_is_counted() =>
        Assert.Equal((Outcome.Interrupted, UsageSource.Counted, 3 + 2 * 2), Of(Streamed(Attempt(), Text).Conclude(Broken)));

    [Fact]
    public void The_upstreams_count_is_taken_when_it_came_before_the_break() =>
        Assert.Equal((Outcome.Interrupted, UsageSource.Upstream, 9 + 5 * 2), Of(Streamed(Attempt(), Text, Usage).Conclude(Broken)));

    [Fact]
    public void A_stream_that_broke_without_output_is_free_whatever_the_upstream_counted() =>
        Assert.Equal((Outcome.Failed, UsageSource.None, 0), Of(Streamed(Attempt(), Usage).Conclude(Broken)));

    [Fact]
    public void A_client_that_went_is_charged_by_the_upstreams_count_if_the_answer_came_to_its_end() =>
        Assert.Equal((Outcome.Disconnected, UsageSource.Upstream, 9 + 5 * 2), Of(Streamed(Attempt(gone: true), Usage).Conclude(null)));

    [Fact]
    public void A_client_that_went_pays_nothing_when_nothing_came() =>
        Assert.Equal((Outcome.Disconnected, UsageSource.None, 0), Of(Attempt(gone: true).Conclude(Broken)));

    [Fact]
    public void No_more_is_counted_than_the_request_allowed() =>
        Assert.Equal((Outcome.Completed, UsageSource.Counted, 3 + 1 * 2), Of(Streamed(Attempt(more: ",\"max_tokens\":1"), Text).Conclude(null)));

    [Theory]
    [InlineData("", 206, null)]
    [InlineData("", 205, 99L)]
    [InlineData("", 7, 1L)]
    [InlineData(",\"n\":3", 206, 33L)]
    [InlineData(",\"max_tokens\":50", 106, null)]
    [InlineData(",\"stream\":true", 10, null)]
    public void A_whole_answer_without_a_limit_is_limited_where_the_credit_does_not_pay_for_the_longest(string more, long reach, long? expected) =>
        Assert.Equal(expected, Attempt(more: more, reach: reach).OutputLimit());
}
