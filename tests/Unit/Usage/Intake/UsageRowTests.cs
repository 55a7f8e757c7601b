using Platform.Contracts;
using Platform.Usage.Intake;
using Xunit;

namespace Platform.Tests.Unit.Usage.Intake;

public sealed class UsageRowTests
{
    [Fact]
    public void Every_fact_of_an_attempt_comes_back_from_its_row()
    {
        var attempt = Events.Attempt with
        {
            Usage = new TokenUsage(1_000, 500, 300, 200, 100, 150, 70, 80, 60),
            Price = new Price(3, 1, 2, 3, 4, 5, 6, "priority", 272_000, AudioInput: 7, AudioOutput: 8, ImageInput: 9),
            Tools = [new ToolCalls("web_search", 2, 10_000_000)],
            ErrorCode = "upstream_error",
            StartMs = 5,
        };

        var record = UsageRow
            .From(Events.Good with { Attempts = [attempt], SessionId = "session" }, attempt, Guid.CreateVersion7())
            .ToRecord();

        Assert.Equal(attempt.Tools, record.Tools);
        Assert.Equal(
            new UsageRecord(
                "req_1",
                1,
                "key1",
                "/v1/chat/completions",
                "gpt-4.1-mini",
                "fake",
                true,
                Events.Good.StartedAt,
                40,
                8,
                200,
                Outcome.Completed,
                "upstream_error",
                attempt.Usage,
                UsageSource.Upstream,
                attempt.Price,
                new Money(5_000_000),
                new Money(1_200_000),
                "curl/8",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                SessionId: "session",
                StartMs: 5
            ),
            record with
            {
                Tools = null,
            }
        );
    }

    /// <summary>The ledger counts a charge in the day on which its hold was placed, and so does the till.</summary>
    [Fact]
    public void A_row_says_when_its_hold_was_placed_and_not_when_the_request_began()
    {
        var placed = Events.Good.StartedAt.AddDays(1);
        Assert.Equal(placed.UtcDateTime, UsageRow.From(Events.Good with { PlacedAt = placed }, Events.Attempt, Guid.Empty).PlacedAt);
        Assert.Null(UsageRow.From(Events.Good, Events.Attempt, Guid.Empty).PlacedAt);
    }

    [Fact]
    public void First_byte_and_duration_of_an_attempt_count_from_its_own_start()
    {
        var answered = Events.Attempt with { Number = 2, DurationMs = 3, FirstByteMs = 2 };
        var row = UsageRow.From(
            Events.Good with
            {
                Attempts = [Events.Attempt with { Outcome = Outcome.Failed }, answered],
            },
            answered,
            Guid.Empty
        );
        Assert.Equal((3, 2L), (row.DurationMs, row.FirstByteMs));
    }

    [Fact]
    public void First_byte_of_a_request_belongs_to_the_attempt_that_answered()
    {
        var failed = Events.Attempt with { Outcome = Outcome.Failed };
        var answered = Events.Attempt with { Number = 2 };
        var both = Events.Good with { Attempts = [failed, answered] };

        Assert.Null(UsageRow.From(both, failed, Guid.Empty).FirstByteMs);
        Assert.Equal(8, UsageRow.From(both, answered, Guid.Empty).FirstByteMs);
    }
}
