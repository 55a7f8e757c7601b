using Platform.Contracts;
using Platform.Usage.Intake;
using Platform.Usage.Refused;
using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage.Refused;

/// <summary>Requests and refusals in one order.</summary>
public sealed class AccountLogTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_of_both_come_first_and_the_cursor_is_the_place_of_the_last()
    {
        var page = AccountLog.Merge(new([Record(9), Record(5), Record(3)], "more"), new([Refused(8), Refused(4)], null), 4);
        Assert.Equal(["a9", "r8", "a5", "r4"], page.Entries.Select(Name));
        Assert.Equal(new UsageCursor(Now.AddSeconds(4).UtcDateTime, 0, "r4"), UsageCursor.Parse(page.NextCursor!));
    }

    [Fact]
    public void The_last_page_has_no_cursor()
    {
        Assert.Null(AccountLog.Merge(new([Record(9)], null), new([Refused(8)], null), 2).NextCursor);
        Assert.NotNull(AccountLog.Merge(new([Record(9)], null), new([Refused(8), Refused(7)], null), 2).NextCursor);
        Assert.Empty(AccountLog.Merge(new([], null), new([], null), 2).Entries);
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData("?only=refused", false, true)]
    [InlineData("?only=admitted", true, false)]
    [InlineData("?outcome=failed", true, false)]
    [InlineData("?session=s", true, false)]
    public void What_was_refused_has_no_outcome_and_no_session(string query, bool admitted, bool refused)
    {
        var parsed = LogQuery.Parse(
            new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }
                .Request
                .Query,
            out var problems
        );
        Assert.Empty(problems);
        Assert.Equal((admitted, refused), (parsed.HasAdmitted, parsed.HasRefused));
    }

    [Fact]
    public void A_kind_that_is_none_is_refused_by_name()
    {
        LogQuery.Parse(
            new DefaultHttpContext { Request = { QueryString = new QueryString("?only=good&limit=0") } }
                .Request
                .Query,
            out var problems
        );
        Assert.Equal(["limit", "only"], problems.Keys.Order());
    }

    private static string Name(LogEntry entry) => entry.Record?.RequestId ?? entry.Refused!.RequestId;

    private static UsageRecord Record(int second) =>
        UsageRow
            .From(Events.Good with { RequestId = $"a{second}", StartedAt = Now.AddSeconds(second) }, Events.Attempt, Guid.Empty)
            .ToRecord();

    private static RefusedRequest Refused(int second) =>
        new($"r{second}", Guid.Empty, "k", Now.AddSeconds(second), "/v1", null, null, 404, "model_not_found", "No.", true);
}
