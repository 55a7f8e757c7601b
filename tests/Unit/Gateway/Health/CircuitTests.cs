using Platform.Gateway.Health;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>When the circuit of an upstream opens, how long it stays so, and how it closes.</summary>
public sealed class CircuitTests : IDisposable
{
    private readonly HealthBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void An_upstream_that_nobody_called_is_up()
    {
        Assert.Equal(Availability.Up, bench.Availability);
        Assert.Null(bench.RetryAfter);
    }

    [Fact]
    public void It_opens_at_the_fifth_failure_in_a_row()
    {
        bench.Fail(4);
        Assert.Equal(Availability.Up, bench.Availability);
        bench.Fail();
        Assert.Equal(Availability.Down, bench.Availability);
        Assert.Equal(TimeSpan.FromSeconds(5), bench.RetryAfter);
    }

    [Fact]
    public void An_answer_begins_the_row_anew()
    {
        for (var i = 0; i < 4; i++)
        {
            bench.Fail(4);
            bench.Answer();
        }

        // Sixteen of twenty failed, which the share says: the row alone would not open it.
        Assert.Equal(Availability.Up, bench.Availability);
        bench.Fail();
        Assert.Equal(Availability.Down, bench.Availability);
    }

    [Theory]
    [InlineData(9, 9, false)] // 18 calls are too few.
    [InlineData(10, 10, true)]
    [InlineData(11, 9, false)]
    [InlineData(10, 11, true)]
    public void It_opens_by_the_share_of_failures(int answered, int failed, bool opens)
    {
        for (var i = 0; i < Math.Max(answered, failed); i++)
        {
            if (i < answered)
                bench.Answer();
            if (i < failed)
                bench.Fail();
        }

        Assert.Equal(opens ? Availability.Down : Availability.Up, bench.Availability);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(45)]
    public void What_is_older_than_the_window_does_not_count(int seconds)
    {
        for (var i = 0; i < 9; i++)
        {
            bench.Fail();
            bench.Answer();
        }

        bench.Pass(seconds);
        bench.Answer();
        bench.Fail(2);
        Assert.Equal(Availability.Up, bench.Availability);
    }

    [Theory]
    [InlineData("Unknown")]
    [InlineData("Limited")]
    [InlineData("CredentialRefused")]
    public void What_says_nothing_of_the_upstream_does_not_open_it(string verdict)
    {
        for (var i = 0; i < 50; i++)
            bench.Report(new CallResult(Enum.Parse<CallVerdict>(verdict), StatusCode: 403));
        Assert.True(bench.Circuit.Record.IsUp);
    }

    [Fact]
    public void It_stays_open_until_it_is_tried()
    {
        bench.Fail(5);
        Assert.False(bench.BeginProbes(bench.Circuit, 3));
        bench.Pass(5);
        Assert.Equal(Availability.Down, bench.Availability);
        Assert.False(bench.TryProbe());
        Assert.Equal(HealthWatch.Interval, bench.RetryAfter);
        Assert.True(bench.BeginProbes(bench.Circuit, 3));
        Assert.Equal(Availability.HalfOpen, bench.Availability);
    }

    [Fact]
    public void Half_open_it_admits_its_budget_and_closes_when_more_than_half_are_answered()
    {
        HalfOpen();
        Assert.Equal((true, true, true, false), (bench.TryProbe(), bench.TryProbe(), bench.TryProbe(), bench.TryProbe()));
        bench.Answer();
        Assert.Equal(Availability.HalfOpen, bench.Availability);
        bench.Answer();
        Assert.Equal(Availability.Up, bench.Availability);
        bench.Fail(4);
        Assert.Equal(Availability.Up, bench.Availability);
    }

    [Fact]
    public void Half_open_one_failure_opens_it_for_longer_up_to_a_bound()
    {
        bench.Fail(5);
        foreach (var seconds in (int[])[10, 20, 40, 80, 120, 120])
        {
            bench.Pass(bench.RetryAfter!.Value.TotalSeconds);
            Assert.True(bench.BeginProbes(bench.Circuit, 3));
            bench.Answer();
            bench.Fail();
            Assert.Equal(Availability.Down, bench.Availability);
            Assert.Equal(TimeSpan.FromSeconds(seconds), bench.RetryAfter);
        }
    }

    [Fact]
    public void One_that_flaps_stays_open_for_longer_and_one_that_recovered_does_not()
    {
        HalfOpen();
        bench.Answer();
        bench.Answer();
        bench.Pass(119);
        bench.Fail(5);
        Assert.Equal(TimeSpan.FromSeconds(10), bench.RetryAfter);
        bench.Pass(10);
        Assert.True(bench.BeginProbes(bench.Circuit, 1));
        bench.Answer();
        bench.Pass(121);
        bench.Fail(5);
        Assert.Equal(TimeSpan.FromSeconds(5), bench.RetryAfter);
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(30, 30)]
    [InlineData(3_600, 120)]
    public void It_stays_open_as_long_as_the_upstream_asks_within_the_bound(int retryAfter, int expected)
    {
        bench.Fail(5, 503, retryAfter);
        Assert.Equal(TimeSpan.FromSeconds(expected), bench.RetryAfter);
    }

    [Fact]
    public void One_that_does_not_answer_the_free_question_stays_open_and_no_request_tries_it()
    {
        bench.Fail(5);
        bench.Pass(5);
        bench.Health.StayOpen(bench.Circuit, null);
        Assert.Equal((Availability.Down, false), (bench.Availability, bench.TryProbe()));
        Assert.Equal(TimeSpan.FromSeconds(10), bench.RetryAfter);
        Assert.Equal(bench.Clock.GetUtcNow() - TimeSpan.FromSeconds(5), bench.Circuit.Record.Since);
    }

    [Fact]
    public void The_budget_ends_with_its_turn()
    {
        HalfOpen();
        bench.Pass(10);
        Assert.Equal((Availability.Down, false), (bench.Availability, bench.TryProbe()));
        bench.Answer();
        bench.Answer();
        bench.Answer();
        Assert.Equal(Availability.Down, bench.Availability);
    }

    /// <summary>Many models take longer for an answer than a turn lasts.</summary>
    [Theory]
    [InlineData(true, "Up")]
    [InlineData(false, "Down")]
    public void What_took_its_place_in_time_counts_when_it_ends(bool isAnswered, string expected)
    {
        HalfOpen();
        Assert.Equal((true, true), (bench.TryProbe(), bench.TryProbe()));
        bench.Pass(15);
        bench.Circuit.EndProbes(bench.Circuit.Probes!);
        Assert.True(bench.BeginProbes(bench.Circuit, 3));
        for (var i = 0; i < 2; i++)
            bench.Report(new CallResult(isAnswered ? CallVerdict.Answered : CallVerdict.Failed, StatusCode: 200));
        Assert.Equal(expected, bench.Availability.ToString());
        Assert.Equal(isAnswered ? 1 : 2, bench.Circuit.Record.Times);
    }

    /// <summary>A request of before it opened may hang for minutes, and fail when others have found that the upstream is well.</summary>
    [Fact]
    public void What_was_sent_before_it_opened_neither_closes_nor_opens_it()
    {
        HalfOpen();
        for (var i = 0; i < 3; i++)
            bench.ReportEarlier(new CallResult(CallVerdict.Answered, StatusCode: 200));
        Assert.Equal(Availability.HalfOpen, bench.Availability);
        bench.ReportEarlier(new CallResult(CallVerdict.Failed));
        Assert.Equal((Availability.HalfOpen, 1), (bench.Availability, bench.Circuit.Record.Times));
    }

    /// <summary>It failed again since, so an answer to a request of before that shows nothing.</summary>
    [Fact]
    public void What_was_sent_before_it_opened_again_does_not_close_it()
    {
        HalfOpen();
        Assert.Equal((true, true, true), (bench.TryProbe(), bench.TryProbe(), bench.TryProbe()));
        bench.Fail();
        bench.Pass(10);
        Assert.True(bench.BeginProbes(bench.Circuit, 3));
        bench.Answer();
        bench.Answer();
        Assert.Equal(Availability.HalfOpen, bench.Availability);
    }

    [Fact]
    public void Another_address_is_another_upstream()
    {
        bench.Fail(5);
        bench.Upstream = HealthBench.Named("primary", "http://127.0.0.1:10/v1");
        Assert.Equal(Availability.Up, bench.Availability);
        bench.Fail(5);
        Assert.Equal(Availability.Down, bench.Availability);
    }

    private void HalfOpen()
    {
        bench.Fail(5);
        bench.Pass(5);
        Assert.True(bench.BeginProbes(bench.Circuit, 3));
    }
}
