using Platform.Contracts;
using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage.Reports;

public sealed class UsageLogHoursTests
{
    private static readonly DateTime Noon = new(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);
    private static readonly UsageQuery All = new(null, null, null, null, null, null, 50);

    [Fact]
    public void A_filter_by_model_key_or_outcome_is_helped()
    {
        Assert.False(UsageLogHours.Help(All));
        Assert.True(UsageLogHours.Help(All with { Model = "m" }));
        Assert.True(UsageLogHours.Help(All with { Key = "k" }));
        Assert.True(UsageLogHours.Help(All with { Outcome = Outcome.Failed }));
        // These have indexes of their own.
        Assert.False(UsageLogHours.Help(All with { Session = "s" }));
        Assert.False(UsageLogHours.Help(All with { Code = "c", Model = "m" }));
    }

    [Fact]
    public void Hours_are_taken_until_they_have_enough() =>
        Assert.Equal([Noon, Noon.AddHours(-3)], UsageLogHours.Enough(Hours((0, 20), (-3, 31), (-4, 500)), null, 51));

    [Fact]
    public void All_are_taken_where_they_do_not_have_enough() =>
        Assert.Equal([Noon, Noon.AddHours(-3)], UsageLogHours.Enough(Hours((0, 20), (-3, 30)), null, 51));

    [Fact]
    public void The_hour_in_which_the_page_begins_counts_for_nothing()
    {
        Assert.Equal([Noon, Noon.AddHours(-1)], UsageLogHours.Enough(Hours((0, 900), (-1, 60), (-2, 60)), Noon.AddMinutes(30), 51));
        // One that it has whole counts.
        Assert.Equal([Noon], UsageLogHours.Enough(Hours((0, 900), (-1, 60)), Noon.AddHours(1), 51));
    }

    [Fact]
    public void None_are_none() => Assert.Empty(UsageLogHours.Enough([], null, 51));

    private static UsageLogHours.HourCount[] Hours(params (int Offset, long Requests)[] hours) =>
        [.. hours.Select(hour => new UsageLogHours.HourCount(Noon.AddHours(hour.Offset), hour.Requests))];
}
