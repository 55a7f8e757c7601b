using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Tally;

public sealed class RequestTallyTests
{
    private readonly RequestTally tally = new();

    [Fact]
    public void Requests_add_up_in_all_and_for_each_known_model()
    {
        Add("gpt-4.1", Outcome.Completed);
        Add("gpt-4.1", Outcome.Cut);
        Add("gpt-4o", Outcome.Disconnected);
        Add("made-up", Outcome.Failed);

        var view = tally.Read();

        Assert.Equal(new Counts(4, 1, 1, 1, 1, 4, 40, 4, 20, 8), view.Totals);
        Assert.Equal(["gpt-4.1", "gpt-4o"], view.Models.Keys.Order());
        Assert.Equal(new Counts(2, 1, 0, 0, 1, 2, 20, 2, 10, 4), view.Models["gpt-4.1"]);
        Assert.Equal((0, 4L), (view.InFlight, view.LastSequence));
    }

    [Fact]
    public void A_reader_gets_what_came_since()
    {
        Add("gpt-4.1", Outcome.Completed);
        Add("gpt-4o", Outcome.Completed);

        Assert.Equal("gpt-4o", Assert.Single(tally.Since(1)).Model);
        Assert.Empty(tally.Since(2));
    }

    [Fact]
    public void A_reset_forgets_all_but_goes_on_counting()
    {
        Add("gpt-4.1", Outcome.Completed);
        tally.Reset();
        Add("gpt-4.1", Outcome.Completed);

        Assert.Equal(1, tally.Read().Totals.Requests);
        Assert.Equal(2, Assert.Single(tally.Since(0)).Sequence);
    }

    [Fact]
    public void Only_the_last_ten_thousand_are_kept_one_by_one()
    {
        for (var i = 0; i < RequestTally.Remembered + 5; i++)
            Add("gpt-4.1", Outcome.Completed);

        Assert.Equal(6, tally.Since(0)[0].Sequence);
        Assert.Equal(RequestTally.Remembered + 5, tally.Read().Totals.Requests);
    }

    private void Add(string model, Outcome outcome)
    {
        tally.Begin();
        tally.Add(
            new ServedRequest(
                0,
                null,
                null,
                "/v1/chat/completions",
                model,
                200,
                true,
                outcome,
                10,
                1,
                5,
                2,
                true,
                DateTimeOffset.UnixEpoch,
                DateTimeOffset.UnixEpoch,
                null,
                null,
                false,
                null,
                [],
                null,
                "chat",
                0
            )
        );
    }
}
