using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Usage.Intake;

public sealed class EventReadingTests
{
    [Fact]
    public void Good_event_can_be_posted()
    {
        var reading = Events.Read(Events.Good);

        Assert.Null(reading.Problem);
        Assert.Equal(Events.Good with { Attempts = [] }, reading.Event! with { Attempts = [] });
        Assert.Equal(Events.Good.Attempts, reading.Event!.Attempts);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[\"f\",\"x\"]")]
    [InlineData("{\"requestId\":\"\\ud800\"}")]
    [InlineData("{\"requestId\":5}")]
    [InlineData("{\"hold\":1.5}")]
    public void Text_that_is_no_event_is_a_problem(string raw)
    {
        var reading = Events.Read(raw);

        Assert.Null(reading.Event);
        Assert.NotNull(reading.Problem);
    }

    [Theory]
    [InlineData(1_199_999)]
    [InlineData(1_200_001)]
    [InlineData(0)]
    public void Charge_that_is_not_price_by_tokens_is_a_problem(long charge)
    {
        var reading = Events.Read(With(Events.Attempt with { Charge = new Money(charge) }));

        Assert.Equal($"attempt 1: the charge is {charge} and 0 is written off, but it cost 1200000 nano-USD", reading.Problem);
    }

    [Fact]
    public void The_calls_of_hosted_tools_are_part_of_the_cost()
    {
        ToolCalls[] calls = [new("web_search", 2, 10_000_000)];
        Assert.Null(Events.Read(With(Events.Attempt with { Charge = new Money(21_200_000), Tools = calls })).Problem);
        Assert.EndsWith("it cost 21200000 nano-USD", Events.Read(With(Events.Attempt with { Tools = calls })).Problem);
        Assert.NotNull(Events.Read(With(Events.Attempt with { Tools = [calls[0] with { Calls = -1 }] })).Problem);
    }

    [Theory]
    [InlineData(1_000_000, 200_000, null)]
    [InlineData(0, 1_200_000, null)]
    [InlineData(-1, 1_200_001, "attempt 1: the charge or what is written off is negative")]
    [InlineData(1_200_001, -1, "attempt 1: the charge or what is written off is negative")]
    public void What_is_written_off_is_the_rest_of_the_cost(long charge, long writtenOff, string? problem) =>
        Assert.Equal(
            problem,
            Events.Read(With(Events.Attempt with { Charge = new Money(charge), WrittenOff = new Money(writtenOff) })).Problem
        );

    [Fact]
    public void Failed_attempt_is_free_whatever_the_upstream_counted()
    {
        var failed = Events.Attempt with { Outcome = Outcome.Failed, StatusCode = 500, Charge = Money.Zero };

        Assert.Null(Events.Read(With(failed)).Problem);
        Assert.NotNull(Events.Read(With(failed with { Charge = Events.Attempt.Charge })).Problem);
    }

    [Fact]
    public void Cost_beyond_all_money_is_a_problem()
    {
        var attempt = Events.Attempt with { Usage = new TokenUsage(long.MaxValue, 0), Charge = new Money(long.MaxValue) };

        Assert.StartsWith("it cannot be read", Events.Read(With(attempt)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_accounts_shard_is_a_problem() =>
        Assert.Equal($"account {Events.Account} does not belong to shard 3", Events.Read(Serialized(Events.Good), shard: 3).Problem);

    [Fact]
    public void No_attempt_is_a_problem() => Assert.Equal("it has no attempts", Events.Read(Events.Good with { Attempts = [] }).Problem);

    [Fact]
    public void Same_attempt_twice_is_a_problem() =>
        Assert.Equal("two attempts have the same number", Events.Read(With(Events.Attempt, Events.Attempt)).Problem);

    [Fact]
    public void Attempt_zero_is_for_abandoned_holds_only()
    {
        var abandoned = Events.Attempt with { Number = 0, Outcome = Outcome.Abandoned, Usage = TokenUsage.None, Charge = Money.Zero };

        Assert.Null(Events.Read(With(abandoned)).Problem);
        Assert.NotNull(Events.Read(With(abandoned with { Number = 1 })).Problem);
        Assert.NotNull(Events.Read(With(Events.Attempt with { Number = 0 })).Problem);
    }

    [Fact]
    public void Negative_tokens_are_a_problem() =>
        Assert.NotNull(Events.Read(With(Events.Attempt with { Usage = new TokenUsage(-1_000, 500), Charge = new Money(400_000) })).Problem);

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Request_id_that_the_ledger_cannot_store_is_a_problem(string id) =>
        Assert.NotNull(Events.Read(Events.Good with { RequestId = id }).Problem);

    [Fact]
    public void Abandoned_hold_as_the_till_writes_it_can_be_posted()
    {
        var reading = Events.Read(
            """
            {"requestId":"req_1","accountId":"019aa000-0000-7000-8000-0000000000a7","keyId":"key1","budgetId":"budget1","endpoint":"","model":"gpt-4.1-mini","streamed":false,"startedAt":"2026-01-31T12:00:00.0000000+00:00","durationMs":600000,"firstByteMs":null,"client":null,"traceId":null,"hold":9007199254740993,"attempts":[{"number":0,"upstream":"","upstreamModel":"","statusCode":null,"outcome":"Abandoned","errorCode":null,"usage":{"input":0,"output":0},"source":"None","price":{"version":0,"input":0,"output":0},"charge":0,"durationMs":600000}]}
            """
        );

        Assert.Null(reading.Problem);
        Assert.Equal(new Money(9_007_199_254_740_993), reading.Event!.Hold);
    }

    private static UsageEvent With(params Attempt[] attempts) => Events.Good with { Attempts = attempts };

    private static string Serialized(UsageEvent e) => System.Text.Json.JsonSerializer.Serialize(e, ContractsJson.Default.UsageEvent);
}
