using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Platform.Tests.Unit.Gateway.Billing;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

public sealed class MeteredStreamTests
{
    private const string Hello =
        """data: {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"usage":null}""" + "\n\n";
    private const string Stop = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}""" + "\n\n";
    private const string Usage =
        """data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":1}}}"""
        + "\n\n";
    private const string Done = "data: [DONE]\n\n";

    private readonly AnswerMeter meter = new(AnswerFormat.For(Protocol.Chat));
    private int written;
    private int? atEnd;

    /// <summary>A token costs a nano-USD.</summary>
    private Bill Bill() =>
        meter.Reported is { } reported
            ? new Bill(reported, UsageSource.Upstream, new Money(reported.Input + reported.Output))
            : new Bill(new TokenUsage(3, meter.CountedOutput), UsageSource.Counted, new Money(3 + meter.CountedOutput));

    /// <summary>What the client gets, and whether the stream then broke; the upstream's bytes arrive in chunks of the given size.</summary>
    private async Task<(string Text, bool Broke)> ReadAsync(
        string upstream,
        bool hideUsage,
        int chunk,
        bool cut = false,
        OutputAllowance? allowance = null
    )
    {
        var policy = new StreamPolicy(
            hideUsage,
            () => TimeSpan.FromSeconds(30),
            error => Encoding.UTF8.GetBytes($"ERROR {error.Code}"),
            error => StreamBreak.UpstreamError(error, "m"),
            () => { },
            () => atEnd ??= written,
            allowance ?? Allowances.Of(10_000),
            UsageCostWriter.Chat,
            Bill,
            () => default
        );
        await using var stream = new MeteredStream(new Dribble(Encoding.UTF8.GetBytes(upstream), chunk, cut), policy, meter);
        using var client = new MemoryStream();
        var buffer = new byte[64];
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            client.Write(buffer, 0, read);
            written += read;
        }

        return (Encoding.UTF8.GetString(client.ToArray()), stream.Break is not null);
    }

    [Fact]
    public async Task A_gateway_that_stops_ends_the_stream_with_an_error()
    {
        using var over = new CancellationTokenSource();
        var policy = new StreamPolicy(
            false,
            () => TimeSpan.FromSeconds(30),
            error => Encoding.UTF8.GetBytes($"ERROR {error.Code}"),
            error => StreamBreak.UpstreamError(error, "m"),
            () => { },
            () => { },
            Allowances.Of(10_000),
            UsageCostWriter.Chat,
            Bill,
            () => default,
            Over: over.Token
        );
        var pipe = new System.IO.Pipelines.Pipe();
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(Hello));
        await using var stream = new MeteredStream(pipe.Reader.AsStream(), policy, meter);
        var buffer = new byte[4096];
        Assert.Equal(Hello.Length, await stream.ReadAsync(buffer));
        var next = stream.ReadAsync(buffer).AsTask();
        await over.CancelAsync();
        Assert.Equal("ERROR service_unavailable", Encoding.UTF8.GetString(buffer, 0, await next.WaitAsync(TimeSpan.FromSeconds(30))));
        Assert.Equal((503, false), (stream.Break!.Error.Status, stream.Break.TryNext));
    }

    /// <summary>Many clients leave as soon as they have read the last event, or an error.</summary>
    [Theory]
    [InlineData(Hello + Stop + Done, false)]
    [InlineData(Hello + Stop, false)]
    [InlineData(Hello, true)]
    [InlineData(Hello + "data: {\"error\":{\"message\":\"no\"}}\n\n", false)]
    public async Task The_end_is_known_before_the_client_has_its_last_bytes(string upstream, bool cut)
    {
        var (text, _) = await ReadAsync(upstream, hideUsage: false, chunk: 7, cut);
        Assert.InRange(atEnd ?? int.MaxValue, 1, text.Length - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task A_client_that_asked_for_usage_gets_every_byte_and_the_cost(int chunk)
    {
        Assert.Equal(
            (Hello + Stop + Usage.Replace("}}}", "},\"cost\":0.000000011}}", StringComparison.Ordinal) + Done, false),
            await ReadAsync(Hello + Stop + Usage + Done, hideUsage: false, chunk)
        );
        Assert.Equal(new TokenUsage(9, 2, CachedInput: 4, Reasoning: 1), meter.Reported);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task A_client_that_did_not_ask_never_sees_the_usage_chunk(int chunk)
    {
        Assert.Equal((Hello + Stop + Done, false), await ReadAsync(Hello + Stop + Usage + Done, hideUsage: true, chunk));
        Assert.Equal(9, meter.Reported!.Input);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upstream_that_breaks_off_ends_in_an_error_event(bool hideUsage)
    {
        Assert.Equal((Hello + "ERROR upstream_error", true), await ReadAsync(Hello, hideUsage, 10_000, cut: true));
        Assert.Equal(2, meter.CountedOutput);
    }

    [Fact]
    public async Task A_clean_end_without_a_terminal_event_is_a_break_too() =>
        Assert.Equal((Hello + "ERROR upstream_error", true), await ReadAsync(Hello, hideUsage: true, 10_000));

    [Fact]
    public async Task A_finished_answer_that_lacks_only_its_terminal_event_gets_it() =>
        Assert.Equal((Hello + Stop + Done, false), await ReadAsync(Hello + Stop, hideUsage: true, 10_000));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broken_event_is_kept_from_the_client(bool hideUsage) =>
        Assert.Equal((Hello + "ERROR upstream_error", true), await ReadAsync(Hello + "data: {broken\n\n" + Done, hideUsage, 10_000));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_upstreams_own_error_event_is_sent_in_our_words(bool hideUsage) =>
        Assert.Equal(
            (Hello + "ERROR overloaded_error", true),
            await ReadAsync(Hello + "data: {\"error\":{\"type\":\"overloaded_error\"}}\n\n", hideUsage, 10_000)
        );

    [Fact]
    public async Task A_break_before_the_first_byte_leaves_the_answer_open() =>
        Assert.Equal(("", true), await ReadAsync("data: {broken\n\n", hideUsage: false, 10_000));

    /// <summary>What servers of other vendors send beside plain events.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task Empty_and_several_lines_of_data_are_understood(int chunk)
    {
        const string Broken = "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"Hello\"}}]}\n\n";
        const string Mended = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}\n\n";
        Assert.Equal(
            (Mended + ":\n: wait\n" + Hello + Stop + Done, false),
            await ReadAsync("data:\n\n: early\n\n" + Broken + "data:\n\n: wait\n\n" + Hello[..^1] + Stop + Done[..^2], true, chunk)
        );
        Assert.Equal(3, meter.CountedOutput);
    }

    /// <summary>A comment begins an answer; then no other route could be tried.</summary>
    [Fact]
    public async Task An_upstreams_comments_before_the_first_event_leave_the_answer_open() =>
        Assert.Equal(("", true), await ReadAsync(": wait\n\ndata:\n\n: wait\n\n", hideUsage: true, 10_000));

    [Theory]
    [InlineData(1, Done)]
    [InlineData(10_000, Done)]
    [InlineData(10_000, "")]
    public async Task Usage_that_the_upstream_did_not_send_is_sent_before_the_end(int chunk, string end)
    {
        const string usage =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":0,\"cache_write_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0},\"cost\":0.000000005}}\n\n";
        Assert.Equal((Hello + Stop + usage + Done, false), await ReadAsync(Hello + Stop + end, hideUsage: false, chunk));
    }

    /// <summary>Hello is two tokens.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task A_hold_that_is_used_up_ends_in_an_error_event_and_the_event_it_did_not_pay_for_is_not_charged(int chunk)
    {
        var allowance = Allowances.Of(3);
        Assert.Equal(
            (Hello + Hello + "ERROR insufficient_quota", true),
            await ReadAsync(Hello + Hello + Hello + Stop + Done, hideUsage: true, chunk, allowance: allowance)
        );
        Assert.Equal(3, meter.CountedOutput);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task A_hold_that_can_be_extended_changes_nothing(int chunk)
    {
        var allowance = Allowances.Of(2, credit: new([2, 2, 2, 2, 2, 2]), modelMost: 1_000);
        Assert.Equal(
            (Hello + Hello + Hello + Stop + Done, false),
            await ReadAsync(Hello + Hello + Hello + Stop + Done, hideUsage: true, chunk, allowance: allowance)
        );
        Assert.Equal(4, meter.CountedOutput);
    }

    [Fact]
    public async Task A_first_event_that_the_hold_does_not_pay_for_leaves_the_answer_open_and_free()
    {
        Assert.Equal(("", true), await ReadAsync(Hello + Stop + Done, hideUsage: true, 10_000, allowance: Allowances.Of(1)));
        Assert.False(meter.HasOutput);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chunk_allocates_nothing(bool hideUsage)
    {
        var few = await AllocatedAsync(1_000, hideUsage);
        // The smallest object has 24 bytes, so one for each of the ten thousand more would show; the runtime's own noise does not.
        Assert.InRange(await AllocatedAsync(11_000, hideUsage) - few, -100_000, 100_000);
    }

    /// <summary>Bytes allocated for a stream of so many chunks, none of which has to be waited for.</summary>
    private static async Task<long> AllocatedAsync(int chunks, bool hideUsage)
    {
        var upstream = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Hello, chunks)) + Stop + Usage + Done);
        var policy = new StreamPolicy(
            hideUsage,
            () => TimeSpan.FromSeconds(30),
            _ => [],
            error => StreamBreak.UpstreamError(error, "m"),
            () => { },
            () => { },
            Allowances.Of(50_000, modelMost: 60_000),
            UsageCostWriter.Chat,
            () => Platform.Gateway.Billing.Bill.None,
            () => default
        );
        await using var stream = new MeteredStream(new MemoryStream(upstream), policy, new AnswerMeter(AnswerFormat.For(Protocol.Chat)));
        var buffer = new byte[64 * 1024];
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (await stream.ReadAsync(buffer) > 0) { }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Gives its bytes a few at a time; at the end it either ends or breaks.</summary>
    private sealed class Dribble(byte[] bytes, int chunk, bool cut) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (cut && Position == Length)
                throw new IOException("cut");
            return Read(buffer.Span[..Math.Min(chunk, buffer.Length)]);
        }
    }
}
