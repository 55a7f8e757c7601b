using Platform.Gateway.Health;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>When a credential waits for credit or is paused, rests for a model, and how each ends.</summary>
public sealed class CredentialHealthTests : IDisposable
{
    private readonly HealthBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(7, 7)]
    [InlineData(3_600, 60)]
    [InlineData(null, 1)]
    public void After_a_429_it_rests_as_long_as_the_upstream_asks_within_a_bound(int? retryAfter, int expected)
    {
        bench.Limit(retryAfter);
        Assert.Equal(Availability.Down, bench.Availability);
        Assert.Equal(TimeSpan.FromSeconds(expected), bench.RetryAfter);
        bench.Pass(expected - 0.01);
        Assert.Equal(Availability.Down, bench.Availability);
        bench.Pass(0.01);
        Assert.Equal(Availability.Up, bench.Availability);
        Assert.Null(bench.RetryAfter);
    }

    [Fact]
    public void One_that_is_limited_again_at_once_rests_twice_as_long()
    {
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            bench.Limit();
            Assert.Equal(TimeSpan.FromSeconds(seconds), bench.RetryAfter);
            bench.Pass(seconds);
        }

        bench.Answer();
        bench.Limit();
        Assert.Equal(TimeSpan.FromSeconds(1), bench.RetryAfter);
    }

    [Fact]
    public void A_burst_of_429_is_one_rest()
    {
        for (var i = 0; i < 100; i++)
            bench.Limit();
        Assert.Equal(TimeSpan.FromSeconds(1), bench.RetryAfter);
        Assert.Equal(1, bench.Rest.Record.Version);
        bench.Limit(5);
        Assert.Equal(TimeSpan.FromSeconds(5), bench.RetryAfter);
        bench.Limit(2);
        Assert.Equal(TimeSpan.FromSeconds(5), bench.RetryAfter);
    }

    [Fact]
    public void An_answer_of_before_does_not_end_a_rest()
    {
        bench.Limit(5);
        bench.Answer();
        Assert.Equal(Availability.Down, bench.Availability);
    }

    [Fact]
    public void One_that_has_rested_may_try_its_upstream()
    {
        bench.Limit(5);
        bench.Fail(5);
        bench.Pass(5);
        Assert.True(bench.BeginProbes(bench.Circuit, 1));
        Assert.Equal((Availability.HalfOpen, true, false), (bench.Availability, bench.TryProbe(), bench.TryProbe()));
    }

    [Fact]
    public void It_rests_for_the_model_that_was_asked_for_alone()
    {
        bench.Limit(5);
        bench.Limit(9, "n");
        Assert.Equal((Availability.Down, Availability.Down, Availability.Up), (bench.Availability, bench.Look("n"), bench.Look("o")));
        Assert.Equal(
            (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9), null),
            (bench.RetryAfter, bench.Health.RetryAfter(bench.Upstream, "n"), bench.Health.RetryAfter(bench.Upstream, "o"))
        );
        Assert.Null(bench.Health.DownSince(bench.Upstream, "o"));
        bench.Pass(5);
        Assert.Equal((Availability.Up, Availability.Down), (bench.Availability, bench.Look("n")));
    }

    [Fact]
    public void What_is_of_the_whole_credential_counts_for_each_model()
    {
        bench.Limit(5);
        bench.Refuse(402);
        Assert.Equal((Availability.Down, Availability.Down), (bench.Availability, bench.Look("n")));
        Assert.Equal(TimeSpan.FromMinutes(10), bench.RetryAfter);
        bench.Refuse(times: 3);
        Assert.Equal((Availability.Paused, Availability.Paused), (bench.Availability, bench.Look("n")));
    }

    [Fact]
    public void Each_model_has_a_growing_rest_of_its_own()
    {
        foreach (var seconds in (int[])[1, 2, 4])
        {
            bench.Limit();
            Assert.Equal(TimeSpan.FromSeconds(seconds), bench.RetryAfter);
            bench.Pass(seconds);
        }

        bench.Limit(model: "n");
        Assert.Equal(TimeSpan.FromSeconds(1), bench.Health.RetryAfter(bench.Upstream, "n"));
    }

    [Fact]
    public void A_rest_that_is_over_for_long_is_forgotten()
    {
        bench.Limit(5);
        bench.Limit(60, "n");
        bench.Pass(604);
        bench.Board.Forget(bench.Clock.GetUtcNow());
        Assert.Equal(["m", "n"], bench.OfCredential.Rests.All.Select(rest => rest.Model).Order());
        bench.Pass(1);
        bench.Board.Forget(bench.Clock.GetUtcNow());
        Assert.Equal(["n"], bench.OfCredential.Rests.All.Select(rest => rest.Model));
        bench.Pass(55);
        bench.Board.Forget(bench.Clock.GetUtcNow());
        Assert.Empty(bench.Board.All.OfType<ModelRest>());
        bench.Limit();
        Assert.Equal((Availability.Down, TimeSpan.FromSeconds(1)), (bench.Availability, bench.RetryAfter));
    }

    [Fact]
    public void So_many_models_rest_and_no_more()
    {
        for (var i = 0; i < 1_100; i++)
            bench.Limit(5, $"m{i}");
        Assert.Equal(1_000, bench.Board.All.OfType<ModelRest>().Count());
        Assert.Equal((Availability.Down, Availability.Up), (bench.Look("m999"), bench.Look("m1000")));
    }

    /// <summary>While nothing rests, and while something does.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_look_and_an_answer_allocate_nothing(bool isResting)
    {
        if (isResting)
            bench.Limit(5, "n");
        bench.Answer();
        _ = bench.Availability;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = bench.Availability;
            bench.Answer();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Un_pausing_ends_the_rests_too()
    {
        bench.Limit(5);
        bench.Limit(5, "n");
        Assert.True(bench.Health.UnPause(bench.Upstream, bench.Credential));
        Assert.Equal((Availability.Up, Availability.Up), (bench.Availability, bench.Look("n")));
        Assert.False(bench.Health.UnPause(bench.Upstream, bench.Credential));
        bench.Limit(5);
        bench.Pass(5);
        Assert.False(bench.Health.UnPause(bench.Upstream, bench.Credential));
    }

    [Fact]
    public void Where_rests_are_switched_off_there_are_none()
    {
        using var off = new HealthBench(new HealthOptions { MaxCoolDown = TimeSpan.Zero });
        off.Limit(5);
        off.Limit();
        Assert.Equal(Availability.Up, off.Availability);
    }

    /// <summary>A vendor answers 403 to a prompt that it does not like: a customer's, again and again, switches nothing off.</summary>
    [Theory]
    [InlineData(401, "Paused")]
    [InlineData(403, "Up")]
    public void One_refusal_is_asked_about_and_three_401_in_a_row_pause(int status, string then)
    {
        bench.Refuse(status);
        Assert.True(bench.Health.Doubts.TryRead(out var doubt));
        Assert.Equal((bench.Credential, status), (doubt.Credential, doubt.StatusCode!.Value));
        bench.Refuse(status);
        Assert.False(bench.Health.Doubts.TryRead(out _));
        Assert.Equal(Availability.Up, bench.Availability);
        bench.Refuse(status);
        Assert.Equal(then, bench.Availability.ToString());
        Assert.Null(bench.RetryAfter);
    }

    [Fact]
    public void One_that_the_upstream_says_it_refuses_is_paused_at_once()
    {
        bench.Refuse();
        Assert.True(bench.Health.Doubts.TryRead(out var doubt));
        bench.Health.Settle(doubt, isRefused: true);
        Assert.Equal(Availability.Paused, bench.Availability);
    }

    [Fact]
    public void One_that_the_upstream_takes_is_not_paused_by_a_request_that_it_refuses()
    {
        for (var i = 0; i < 10; i++)
        {
            bench.Refuse(403);
            Assert.True(bench.Health.Doubts.TryRead(out var doubt));
            bench.Health.Settle(doubt, isRefused: false);
            bench.Answer();
        }

        Assert.Equal(Availability.Up, bench.Availability);
    }

    [Fact]
    public void Neither_time_nor_answers_end_a_pause_but_the_operator_does()
    {
        bench.Refuse(times: 3);
        bench.Pass(1_000_000);
        bench.Answer();
        bench.Limit(5);
        bench.Refuse(402);
        Assert.Equal((Availability.Paused, false), (bench.Availability, bench.BeginProbes(bench.OfCredential, 1)));
        Assert.NotNull(bench.OfCredential.Restore(bench.Clock.GetUtcNow()));
        Assert.Equal(Availability.Up, bench.Availability);
        Assert.Null(bench.OfCredential.Restore(bench.Clock.GetUtcNow()));
    }

    [Fact]
    public void Another_secret_ends_a_pause_and_the_old_one_stays_paused()
    {
        bench.Refuse(times: 3);
        var old = bench.Upstream;
        bench.Upstream = HealthBench.Named("primary", old.BaseUrl, "sk-another");
        Assert.Equal(Availability.Up, bench.Availability);
        Assert.Equal(Availability.Paused, bench.Health.Look(old, old.Credentials[0], HealthBench.Model));
        bench.Limit(5);
        Assert.Equal(Availability.Down, bench.Availability);
    }

    [Theory]
    [InlineData(402)]
    [InlineData(429)]
    public void One_without_credit_is_tried_by_one_request_after_a_longer_time(int status)
    {
        bench.Refuse(status);
        Assert.Equal(Availability.Down, bench.Availability);
        foreach (var minutes in (int[])[10, 20, 40])
        {
            Assert.Equal(TimeSpan.FromMinutes(minutes), bench.RetryAfter);
            bench.Pass(minutes * 60);
            Assert.Equal((Availability.Down, false), (bench.Availability, bench.TryProbe()));
            Assert.True(bench.BeginProbes(bench.OfCredential, 1));
            Assert.Equal((Availability.HalfOpen, true, false), (bench.Availability, bench.TryProbe(), bench.TryProbe()));
            bench.Refuse(status);
            Assert.Equal(Availability.Down, bench.Availability);
        }

        bench.Pass(80 * 60);
        Assert.True(bench.BeginProbes(bench.OfCredential, 1));
        bench.Answer();
        Assert.Equal(Availability.Up, bench.Availability);
    }

    [Fact]
    public void A_record_says_nothing_of_the_secret()
    {
        bench.Refuse(times: 3);
        Assert.Equal(24, bench.OfCredential.Name.Fingerprint.Length);
        Assert.DoesNotContain("secret", $"{bench.OfCredential.Key}{bench.OfCredential.Record}", StringComparison.Ordinal);
    }
}
