using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

/// <summary>A request drawn on one clock.</summary>
public sealed class JourneyTests
{
    [Fact]
    public void Every_moment_counts_from_the_arrival_of_the_request()
    {
        var journey = Journey.Of([Attempt(1, 4, 100, null, Outcome.Failed, 500), Attempt(2, 106, 894, 194, Outcome.Completed, 200)]);
        Assert.Equal(1_000, journey.TotalMs);
        Assert.Equal(
            [
                (0, "The request arrived"),
                (4, "Sent to up1"),
                (104, "Failed (HTTP 500)"),
                (106, "Sent to up2"),
                (300, "First token went to your tool"),
                (1_000, "Completed (HTTP 200)"),
            ],
            journey.Moments.Select(moment => ((int)moment.At, moment.What))
        );
        Assert.Equal(["Checks and hold", "1. up1", "2. up2"], journey.Lanes.Select(lane => lane.Name));
        Assert.Equal(
            [("wait", 106L, 300L), ("answer", 300L, 1_000L)],
            journey.Lanes[2].Spans.Select(span => (span.Kind, span.From, span.To))
        );
        Assert.Equal(300, journey.Place(300));
    }

    [Fact]
    public void An_older_record_is_drawn_from_end_to_end()
    {
        var journey = Journey.Of([Attempt(1, null, 100, null, Outcome.Failed, null), Attempt(2, null, 50, 10, Outcome.Completed, 200)]);
        Assert.Equal((150, 110), (journey.TotalMs, journey.Moments[^2].At));
        Assert.Equal(2, journey.Lanes.Count);
    }

    [Fact]
    public void A_request_that_took_no_time_can_be_drawn() =>
        Assert.Equal(1, Journey.Of([Attempt(1, 0, 0, null, Outcome.Failed, null)]).TotalMs);

    [Fact]
    public void A_fallback_is_named_where_it_was_asked()
    {
        UsageRecord[] attempts =
        [
            Attempt(1, 4, 100, null, Outcome.Failed, 429),
            Attempt(2, 106, 10, 5, Outcome.Completed, 200) with
            {
                Model = "other",
                AskedModel = "m",
            },
        ];
        Assert.Equal(
            ["Sent to up1", "Sent to up2 for other"],
            Journey.Of(attempts).Moments.Select(moment => moment.What).Where(what => what.StartsWith("Sent", StringComparison.Ordinal))
        );
        Assert.Contains("Model: m, in its place other\n", SupportText.Of(attempts, null, "http://x/v1"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_support_gets_has_the_last_four_characters_of_the_key_and_no_more()
    {
        var key = new KeyView("pubid", "pubid", "n", "Ab9z", KeyStatus.Active, default, null, null, null, null, null);
        var text = SupportText.Of([Attempt(1, 4, 100, null, Outcome.Failed, 502)], key, "https://api.example.com/v1");
        Assert.Equal(
            """
            Time: 2026-01-31 13:05:00 UTC
            Request id: req_1
            Model: m
            Error code: upstream_error
            Outcome: Failed, HTTP 502, attempt 1 of 1
            Base URL: https://api.example.com/v1
            Address: /v1/chat/completions
            Size: 1,000 tokens in, 0 tokens out
            Answer: streamed
            Client: codex
            Key ends in: Ab9z
            Trace id: none
            """,
            text
        );
    }

    private static UsageRecord Attempt(int number, long? start, long lasting, long? first, Outcome outcome, int? status) =>
        new(
            "req_1",
            number,
            "pubid",
            "/v1/chat/completions",
            "m",
            $"up{number}",
            true,
            new DateTimeOffset(2026, 1, 31, 13, 5, 0, TimeSpan.Zero),
            lasting,
            first,
            status,
            outcome,
            outcome == Outcome.Completed ? null : "upstream_error",
            new TokenUsage(1_000, 0),
            UsageSource.Upstream,
            new Price(1, 1, 1),
            Money.Zero,
            Money.Zero,
            "codex",
            null,
            StartMs: start
        );
}
