using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class UsageWordsTests
{
    [Theory]
    [InlineData(Outcome.Completed, 5, "Charged")]
    [InlineData(Outcome.Completed, 0, "Not charged")]
    [InlineData(Outcome.Failed, 0, "Not charged")]
    [InlineData(Outcome.Disconnected, 5, "Charged")]
    [InlineData(Outcome.Disconnected, 0, "Not charged")]
    [InlineData(Outcome.Interrupted, 5, "Charged")]
    [InlineData(Outcome.Interrupted, 0, "Not charged")]
    [InlineData(Outcome.Abandoned, 5, "Charged")]
    [InlineData(Outcome.Abandoned, 0, "Not charged")]
    public void The_reason_begins_with_whether_it_was_charged(Outcome outcome, long charge, string beginning)
    {
        var record = new UsageRecord(
            "req", 1, "key", "/v1/chat/completions", "gpt-4.1", "primary", true, default, 10, 5, 200, outcome, null,
            TokenUsage.None, UsageSource.None, new Price(1, 1, 1), new Money(10), new Money(charge), null, null);
        Assert.StartsWith(beginning, UsageWords.Reason(record), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_outcome_and_source_has_words_of_its_own()
    {
        Assert.Distinct(Enum.GetValues<Outcome>().Select(UsageWords.Outcome));
        Assert.Distinct(Enum.GetValues<UsageSource>().Select(UsageWords.Source));
    }
}
