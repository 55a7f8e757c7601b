using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Completions;

/// <summary>Clients that hang up. The upstream is read on for five seconds at most, to learn what it will be paid for.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DisconnectStories(PlatformFixture platform)
{
    private const string Model = "gpt-4.1-mini";

    /// <summary>At full speed, although nobody takes the answer: the upstream's usage is at its end.</summary>
    [Fact]
    public async Task A_client_that_hangs_up_in_the_middle_pays_what_the_upstream_says()
    {
        var person = await Person.RegisterAsync(platform);
        var requestId = await HangUpAsync(
            await person.ClientAsync(),
            Chat.Body(Model, stream: true),
            // Three seconds: a client that leaves at the first words leaves long before its end, and the upstream is read on for five.
            "tokens=400, chunk-delay=35ms",
            bytes: 1_500
        );
        var record = await ExpectDisconnectedAsync(person, requestId, UsageSource.Upstream);
        Assert.Equal(400, record.Usage.Output);
        Assert.Equal("Completed", Assert.Single(await UpstreamTally.OfAsync(platform, requestId)).Outcome);
    }

    [Fact]
    public async Task A_client_that_hangs_up_on_a_slow_answer_pays_what_was_produced_until_nobody_read_on()
    {
        var person = await Person.RegisterAsync(platform);
        var requestId = await HangUpAsync(
            await person.ClientAsync(),
            Chat.Body(Model, stream: true),
            "tokens=2000, chunk-delay=100ms",
            bytes: 1_500
        );
        var record = await ExpectDisconnectedAsync(person, requestId, UsageSource.Counted);
        // Some 4.5 tokens every tenth of a second, for five seconds and the moment before; the whole answer takes 44.
        Assert.InRange(record.Usage.Output, 100, 400);
        Assert.InRange(record.DurationMs, 5_000, 20_000);
        Assert.Equal("Disconnected", Assert.Single(await UpstreamTally.OfAsync(platform, requestId)).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_hangs_up_before_the_first_byte_pays_for_an_answer_that_comes_all_the_same(bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        var record = await HangUpWaitingAsync(person, Chat.Body(Model, stream: stream), "first-byte=2s");
        Assert.Equal((Outcome.Disconnected, UsageSource.Upstream), (record.Outcome, record.Source));
        Assert.True(record.Usage.Output > 0);
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_hangs_up_before_the_first_byte_pays_nothing_for_an_answer_that_does_not_come(bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        var record = await HangUpWaitingAsync(person, Chat.Body(Model, stream: stream), "hang");
        Assert.Equal((Outcome.Disconnected, UsageSource.None, Money.Zero), (record.Outcome, record.Source, record.Charge));
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Whether it has gone before the end or after is a matter of microseconds; what it pays is not.</summary>
    [Fact]
    public async Task A_client_that_hangs_up_at_the_last_chunk_pays_for_the_whole_answer()
    {
        var person = await Person.RegisterAsync(platform);
        string requestId;
        using (var response = await (await person.ClientAsync()).StreamAsync(Chat.Body(Model, stream: true), "chunk-delay=20ms"))
        {
            requestId = response.RequestId();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            while (!(await reader.ReadLineAsync())!.Contains("\"finish_reason\":\"stop\"", StringComparison.Ordinal)) { }
        }

        var record = Assert.Single(await person.UsageAsync(1));
        var served = Assert.Single(await UpstreamTally.OfAsync(platform, requestId));
        Assert.Contains(record.Outcome, (Outcome[])[Outcome.Completed, Outcome.Disconnected]);
        Assert.Equal(
            (UsageSource.Upstream, served.PromptTokens, served.CompletionTokens),
            (record.Source, record.Usage.Input, record.Usage.Output)
        );
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Reads so many bytes of a stream, and goes.</summary>
    private static async Task<string> HangUpAsync(HttpClient client, string body, string script, int bytes)
    {
        using var response = await client.StreamAsync(body, script);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[bytes]);
        return response.RequestId();
    }

    private static async Task<UsageRecord> HangUpWaitingAsync(Person person, string body, string script)
    {
        var client = await person.ClientAsync();
        using var gone = new CancellationTokenSource();
        var waiting = client.SendAsync(Chat.Request(body, script), gone.Token);
        await Eventually.TrueAsync(async () => (await person.BalanceAsync()).Held > Money.Zero, "the request to be admitted");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        return Assert.Single(await person.UsageAsync(1));
    }

    private async Task<UsageRecord> ExpectDisconnectedAsync(Person person, string requestId, UsageSource source)
    {
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(
            (requestId, Outcome.Disconnected, source, "client_disconnected"),
            (record.RequestId, record.Outcome, record.Source, record.ErrorCode)
        );
        Assert.Equal(new BalanceView(Money.FromUsd(5) - record.Charge, Money.Zero), await person.BalanceAsync());
        await platform.ExpectSettledAsync(person);
        return record;
    }
}
